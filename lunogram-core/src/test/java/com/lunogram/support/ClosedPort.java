package com.lunogram.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port that refuses connections. It is bound, though nobody listens: so no other
 * process can take it meanwhile, nor can the system choose it for the near end of the
 * very connection that is to be refused.
 */
public final class ClosedPort implements AutoCloseable {

	private final Socket socket = new Socket();

	public ClosedPort() throws IOException {
		this.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	public int port() {
		return this.socket.getLocalPort();
	}

	public String url() {
		return "http://127.0.0.1:" + port();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
