package io.stoker.api.web;

import java.util.List;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/** How bodies come in. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  @Bean
  ServerHttpMessageConvertersCustomizer contractConverter(JsonMapper mapper, JsonBodies bodies) {
    return converters -> converters.withJsonConverter(new ContractConverter(mapper, bodies));
  }

  /** Last, so that nobody without a credential gets to send a body at all. */
  @Bean
  FilterRegistrationBean<BodyLimitFilter> bodyLimit(List<UploadLimit> uploads) {
    var registration = new FilterRegistrationBean<>(new BodyLimitFilter(uploads));
    registration.setOrder(Ordered.LOWEST_PRECEDENCE);
    return registration;
  }
}
