package io.stoker.api.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import io.stoker.access.Caller;
import io.stoker.access.Callers;
import io.stoker.access.UiSessions;
import io.stoker.contract.Paths;
import io.stoker.error.ErrorCode;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/** One chain for each kind of caller, and a last one that denies all. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
  private static final String CONSOLE =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

  private static final String UI = Paths.RUNS + "/{run}/ui/**";
  private static final CallerContext CONTEXT =
      new CallerContext(new RequestAttributeSecurityContextRepository());

  private final Callers callers;
  private final UiSessions sessions;

  SecurityConfiguration(Callers callers, UiSessions sessions) {
    this.callers = callers;
    this.sessions = sessions;
  }

  @Bean
  @Order(1)
  SecurityFilterChain joinersChain(HttpSecurity http) throws Exception {
    http.securityMatcher(pathPattern(Paths.NODE_JOIN))
        .authorizeHttpRequests(
            requests -> requests.anyRequest().access(Allow.callers(Caller.Joiner.class)));
    return bearer(http, "a join token").build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain nodesChain(HttpSecurity http) throws Exception {
    http.securityMatcher(pathPattern(Paths.INTERNAL_NODES + "/**"))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(pathPattern(Paths.INTERNAL_NODES + "/{node}/**"))
                    .access(
                        Allow.owner("node", Caller.Node.class, node -> node.nodeId().toString()))
                    .anyRequest()
                    .denyAll());
    return bearer(http, "the credential of this very node").build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain attemptsChain(HttpSecurity http) throws Exception {
    http.securityMatcher(pathPattern(Paths.INTERNAL_ATTEMPTS + "/**"))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(pathPattern(Paths.INTERNAL_ATTEMPTS + "/{fence}/**"))
                    .access(
                        Allow.owner(
                            "fence",
                            Caller.Attempt.class,
                            attempt -> Long.toString(attempt.fence())))
                    .anyRequest()
                    .denyAll());
    return bearer(http, "the token of this very attempt").build();
  }

  /** For who has an API key, and for a browser that was let in to this very run's UI. */
  @Bean
  @Order(4)
  SecurityFilterChain uiChain(HttpSecurity http) throws Exception {
    http.securityMatcher(pathPattern(UI))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(pathPattern(UI))
                    .access(
                        Allow.callersOr(
                            Caller.User.class,
                            Allow.owner(
                                "run", Caller.Viewer.class, viewer -> viewer.runId().toString())))
                    .anyRequest()
                    .denyAll())
        .addFilterBefore(new UiSessionFilter(sessions, CONTEXT), AuthorizationFilter.class);
    return bearer(
            http,
            "a user's API key, or the link that POST to .../ui-sessions of its run makes for a"
                + " browser")
        .build();
  }

  @Bean
  @Order(5)
  SecurityFilterChain usersChain(HttpSecurity http) throws Exception {
    http.securityMatcher(pathPattern("/api/**"))
        .authorizeHttpRequests(
            requests -> requests.anyRequest().access(Allow.callers(Caller.User.class)));
    return bearer(http, "a user's API key").build();
  }

  @Bean
  @Order(6)
  SecurityFilterChain everybodyChain(HttpSecurity http) throws Exception {
    http.securityMatcher(
            new OrRequestMatcher(
                pathPattern(HttpMethod.GET, "/"),
                pathPattern(HttpMethod.GET, "/swagger-ui.html"),
                pathPattern(HttpMethod.GET, "/swagger-ui/**"),
                pathPattern(HttpMethod.GET, "/v3/api-docs/**"),
                pathPattern(HttpMethod.GET, "/v3/api-docs.yaml"),
                pathPattern(HttpMethod.GET, "/actuator/health")))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(csp -> csp.policyDirectives(CONSOLE))
                    // a page of a run's UI that opens the console does not get hold of it
                    .crossOriginOpenerPolicy(
                        opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN)));
    return stateless(http).build();
  }

  @Bean
  @Order(7)
  SecurityFilterChain nobodyChain(HttpSecurity http) throws Exception {
    http.authorizeHttpRequests(
        requests ->
            requests
                // the answer to a refused request, which a client cannot ask for by itself
                .dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .anyRequest()
                .denyAll());
    return bearer(http, "a credential")
        .exceptionHandling(
            errors ->
                errors.accessDeniedHandler(
                    refuse(
                        "Nothing is served here for any credential. The API is below /api/v1, its"
                            + " console is at /.")))
        .build();
  }

  @Bean
  RequestRejectedHandler rejected() {
    return (request, response, refusal) ->
        Problems.write(
            request,
            response,
            ErrorCode.MALFORMED_REQUEST,
            "The request's path, method or headers could mislead a server: "
                + refusal.getMessage());
  }

  private HttpSecurity bearer(HttpSecurity http, String needed) throws Exception {
    return stateless(http)
        .securityContext(security -> security.securityContextRepository(CONTEXT.contexts()))
        .addFilterBefore(new BearerFilter(callers, CONTEXT), AuthorizationFilter.class)
        .exceptionHandling(
            errors ->
                errors
                    .authenticationEntryPoint(unauthenticated(needed))
                    .accessDeniedHandler(
                        refuse(
                            "This path needs "
                                + needed
                                + "; the credential that was sent is another.")))
        .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(NOTHING)));
  }

  private static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
  }

  private static AuthenticationEntryPoint unauthenticated(String needed) {
    return (request, response, error) -> {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      Problems.write(
          request,
          response,
          ErrorCode.UNAUTHENTICATED,
          "This path needs "
              + needed
              + ", sent as Authorization: Bearer. The admin key stands in run/admin.key below the"
              + " server's home.");
    };
  }

  private static AccessDeniedHandler refuse(String why) {
    return (request, response, error) ->
        Problems.write(request, response, ErrorCode.FORBIDDEN, why);
  }
}
