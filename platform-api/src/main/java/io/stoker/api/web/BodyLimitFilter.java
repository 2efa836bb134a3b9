package io.stoker.api.web;

import io.stoker.contract.Paths;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds what a request may make the server read, announced or not. */
class BodyLimitFilter extends OncePerRequestFilter {

  /** More than any definition that a person or a generator writes. */
  static final long API_BYTES = 1L << 20;

  /** A manifest of a hundred thousand files fits; a piece of log is 1 MiB. */
  static final long INTERNAL_BYTES = 32L << 20;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long limit = request.getRequestURI().startsWith(Paths.INTERNAL) ? INTERNAL_BYTES : API_BYTES;
    if (request.getContentLengthLong() > limit) {
      Problems.write(request, response, ErrorCode.PAYLOAD_TOO_LARGE, detail(limit));
    } else {
      chain.doFilter(new Bounded(request, limit), response);
    }
  }

  private static String detail(long limit) {
    return "The body may have at most " + limit + " bytes.";
  }

  private static final class Bounded extends HttpServletRequestWrapper {
    private final long limit;

    Bounded(HttpServletRequest request, long limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new BoundedInput(super.getInputStream(), limit);
    }
  }

  private static final class BoundedInput extends ServletInputStream {
    private final ServletInputStream input;
    private final long limit;
    private long read;

    BoundedInput(ServletInputStream input, long limit) {
      this.input = input;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int octet = input.read();
      count(octet < 0 ? 0 : 1);
      return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = input.read(buffer, offset, length);
      count(Math.max(count, 0));
      return count;
    }

    private void count(int bytes) {
      read += bytes;
      if (read > limit) {
        throw new StokerException(ErrorCode.PAYLOAD_TOO_LARGE, detail(limit));
      }
    }

    @Override
    public boolean isFinished() {
      return input.isFinished();
    }

    @Override
    public boolean isReady() {
      return input.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      input.setReadListener(listener);
    }
  }
}
