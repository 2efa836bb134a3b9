package io.stoker.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Starts a platform server. */
@SpringBootApplication(
    scanBasePackages = "io.stoker",
    // two features may each have a class, or a bean method, of the same simple name
    nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
    // it would make a user with a password of its own
    exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
public class StokerServer {

  public static void main(String[] arguments) {
    SpringApplication.run(StokerServer.class, arguments);
  }
}
