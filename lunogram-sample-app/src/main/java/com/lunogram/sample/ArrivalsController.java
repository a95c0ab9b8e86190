package com.lunogram.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.lunogram.spring.boot.test.LunogramServer;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page that shows what has arrived at the stand-in.
 */
@Controller
class ArrivalsController {

	private static final int SHOWN = 200;

	private final LunogramTarget target;

	ArrivalsController(LunogramTarget target) {
		this.target = target;
	}

	@GetMapping("/")
	String arrivals(Model model) {
		model.addAttribute("baseUrl", this.target.getBaseUrl());
		LunogramServer standIn = this.target.standIn();
		if (standIn != null) {
			model.addAttribute("events", newest(standIn.events()));
			model.addAttribute("totalEvents", standIn.totalEvents());
			model.addAttribute("requests", newest(standIn.requests()));
			model.addAttribute("totalRequests", standIn.totalRequests());
			model.addAttribute("users", standIn.users().size());
			model.addAttribute("organizations", standIn.organizations().size());
		}
		return "arrivals";
	}

	private static <T> List<T> newest(List<T> all) {
		List<T> newest = new ArrayList<>(all.subList(Math.max(0, all.size() - SHOWN), all.size()));
		Collections.reverse(newest);
		return newest;
	}

}
