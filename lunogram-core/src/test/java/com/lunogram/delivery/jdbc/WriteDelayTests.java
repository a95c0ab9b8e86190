package com.lunogram.delivery.jdbc;

import java.nio.file.Path;

import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class WriteDelayTests {

	@TempDir
	private Path folder;

	private static boolean mayLoseCommits(String url) {
		JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
		try {
			return WriteDelay.mayLoseCommits(new JdbcTemplate(pool));
		}
		finally {
			pool.dispose();
		}
	}

	@Test
	void onlyAFileWithADelayIsInDanger() {
		assertThat(mayLoseCommits("jdbc:h2:file:" + this.folder.resolve("delay"))).isTrue();
		assertThat(mayLoseCommits("jdbc:h2:file:" + this.folder.resolve("none") + ";WRITE_DELAY=0")).isFalse();
		assertThat(mayLoseCommits("jdbc:h2:mem:delay")).isFalse();
	}

}
