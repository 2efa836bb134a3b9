package io.stoker.api.web;

import io.stoker.error.ErrorCode;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers for errors that a filter or the container reported with a bare status. */
@Controller
@Hidden
class ProblemErrorController implements ErrorController {

  @RequestMapping("${server.error.path:/error}")
  void problem(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute("jakarta.servlet.error.status_code");
    ErrorCode code =
        Problems.codeOf(status instanceof Integer number ? number : response.getStatus());
    Problems.write(request, response, code, StatusDetail.of(code));
  }
}
