package io.stoker.api.web;

import io.stoker.access.Caller;
import java.util.function.Function;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Whom a path is for. */
final class Allow {
  private Allow() {}

  /** Every caller of one kind. */
  static AuthorizationManager<RequestAuthorizationContext> callers(Class<? extends Caller> kind) {
    return (authentication, request) ->
        new AuthorizationDecision(kind.isInstance(authentication.get().getPrincipal()));
  }

  /** Every caller of one kind, and who passes the other check. */
  static AuthorizationManager<RequestAuthorizationContext> callersOr(
      Class<? extends Caller> kind, AuthorizationManager<RequestAuthorizationContext> other) {
    return (authentication, request) ->
        kind.isInstance(authentication.get().getPrincipal())
            ? new AuthorizationDecision(true)
            : other.authorize(authentication, request);
  }

  /** The one caller whose id the path names; ids have one spelling. */
  static <C extends Caller> AuthorizationManager<RequestAuthorizationContext> owner(
      String variable, Class<C> kind, Function<C, String> id) {
    return (authentication, request) -> {
      Object principal = authentication.get().getPrincipal();
      return new AuthorizationDecision(
          kind.isInstance(principal)
              && id.apply(kind.cast(principal)).equals(request.getVariables().get(variable)));
    };
  }
}
