package io.stoker.api.web;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Everything that a server answers to, as Spring itself dispatches it. */
final class Endpoints {

  /** One method on one path pattern. */
  record Endpoint(String method, String pattern) {

    @Override
    public String toString() {
      return method + " " + pattern;
    }
  }

  private Endpoints() {}

  static Collection<Endpoint> of(ApplicationContext context) {
    Map<String, HandlerMapping> mappings = context.getBeansOfType(HandlerMapping.class);
    TreeSet<Endpoint> endpoints =
        new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
    mappings.values().forEach(mapping -> of(mapping).forEach(endpoints::add));
    return endpoints;
  }

  private static Stream<Endpoint> of(HandlerMapping mapping) {
    if (mapping instanceof RequestMappingInfoHandlerMapping annotated) {
      return annotated.getHandlerMethods().keySet().stream().flatMap(Endpoints::of);
    }
    if (mapping instanceof AbstractUrlHandlerMapping urls) {
      return urls.getHandlerMap().keySet().stream().map(path -> new Endpoint("GET", path));
    }
    if (mapping instanceof RouterFunctionMapping functions
        && functions.getRouterFunction() == null) {
      return Stream.empty();
    }
    throw new AssertionError("A way to serve requests that this test does not know: " + mapping);
  }

  private static Stream<Endpoint> of(RequestMappingInfo info) {
    Set<RequestMethod> declared = info.getMethodsCondition().getMethods();
    Collection<RequestMethod> methods =
        declared.isEmpty() ? List.of(RequestMethod.GET, RequestMethod.POST) : declared;
    return info.getPatternValues().stream()
        .flatMap(pattern -> methods.stream().map(method -> new Endpoint(method.name(), pattern)));
  }
}
