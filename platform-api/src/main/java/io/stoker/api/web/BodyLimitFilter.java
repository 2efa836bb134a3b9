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
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds what a request may make the server read, announced or not. */
class BodyLimitFilter extends OncePerRequestFilter {

  /** More than any definition that a person or a generator writes. */
  static final long API_BYTES = 1L << 20;

  /** A manifest of a hundred thousand files fits; a piece of log is 1 MiB. */
  static final long INTERNAL_BYTES = 32L << 20;

  private final List<UploadLimit> uploads;

  /**
   * @param uploads what may be larger than others
   */
  BodyLimitFilter(List<UploadLimit> uploads) {
    this.uploads = uploads;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    UploadLimit limit = limit(request);
    if (request.getContentLengthLong() > limit.bytes()) {
      Problems.write(request, response, ErrorCode.PAYLOAD_TOO_LARGE, limit.tooLarge());
    } else {
      chain.doFilter(new Bounded(request, limit), response);
    }
  }

  private UploadLimit limit(HttpServletRequest request) {
    String path = request.getRequestURI();
    return uploads.stream()
        .filter(upload -> upload.path().equals(path))
        .findFirst()
        .orElseGet(() -> usual(path, path.startsWith(Paths.INTERNAL) ? INTERNAL_BYTES : API_BYTES));
  }

  private static UploadLimit usual(String path, long bytes) {
    return new UploadLimit(path, bytes, "The body may have at most " + bytes + " bytes.");
  }

  private static final class Bounded extends HttpServletRequestWrapper {
    private final UploadLimit limit;

    Bounded(HttpServletRequest request, UploadLimit limit) {
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
    private final UploadLimit limit;
    private long read;

    BoundedInput(ServletInputStream input, UploadLimit limit) {
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
      if (read > limit.bytes()) {
        throw new StokerException(ErrorCode.PAYLOAD_TOO_LARGE, limit.tooLarge());
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
