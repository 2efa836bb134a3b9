package io.stoker.api.web;

import io.stoker.access.Caller;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.revision.ExpectedRevision;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What many operations take in the same way, so that each of them has it as one argument: the page
 * that a list is asked for, the revision in If-Match, the Idempotency-Key. The published
 * description has them from the package docs.
 */
@Configuration(proxyBeanMethods = false)
class RequestArguments implements WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(
        new Argument<>(
            Paging.class,
            request ->
                Paging.of(request.getParameter("pageSize"), request.getParameter("pageToken"))));
    resolvers.add(
        new Argument<>(
            ExpectedRevision.class,
            request -> IfMatch.expected(request.getHeader(HttpHeaders.IF_MATCH))));
    resolvers.add(
        new Argument<>(
            IdempotencyKey.class,
            request ->
                IdempotencyHeader.key(
                    operation(request),
                    caller(request),
                    request.getHeader(IdempotencyHeader.NAME))));
  }

  /** The method and the path's pattern: the same header for another operation is another key. */
  private static String operation(NativeWebRequest request) {
    Object pattern =
        request.getAttribute(
            HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    return "POST " + pattern;
  }

  private static Caller.User caller(NativeWebRequest request) {
    Authentication authentication = (Authentication) request.getUserPrincipal();
    Object caller = Objects.requireNonNull(authentication).getPrincipal();
    return (Caller.User) Objects.requireNonNull(caller);
  }

  private record Argument<T>(Class<T> type, Function<NativeWebRequest, @Nullable T> read)
      implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == type;
    }

    @Override
    public @Nullable Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      return read.apply(request);
    }
  }
}
