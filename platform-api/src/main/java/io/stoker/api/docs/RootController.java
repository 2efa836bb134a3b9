package io.stoker.api.docs;

import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Leads whoever opens the server's address in a browser to the console. */
@RestController
@Hidden
class RootController {

  @GetMapping("/")
  ResponseEntity<Void> console() {
    return ResponseEntity.status(HttpStatus.FOUND)
        .location(URI.create("/swagger-ui/index.html"))
        .build();
  }
}
