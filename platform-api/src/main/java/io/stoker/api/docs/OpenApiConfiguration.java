package io.stoker.api.docs;

import io.stoker.api.web.Body;
import io.stoker.contract.Problem;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Comparator;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The published description of the public API. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  static {
    // the body's record stands in the annotations of each operation
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Body.class);
    // their parameters are added by SharedParameters
    SharedParameters.ALL.keySet().forEach(SpringDocUtils.getConfig()::addRequestWrapperToIgnore);
  }

  private static final String BEARER = "bearer";

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Stoker")
                .version("v1")
                .description(
                    "Runs Apache Spark jobs on your own machines. Make a job, start runs of it,"
                        + " watch them, and read where their results are. Authorize with the key in"
                        + " `run/admin.key` below the server's home.")
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0")))
        .addSecurityItem(new SecurityRequirement().addList(BEARER))
        .components(
            new Components()
                .addSecuritySchemes(
                    BEARER,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key.")));
  }

  /**
   * The same document whatever Host it was asked by and whatever order controllers were found in.
   */
  @Bean
  GlobalOpenApiCustomizer normalised() {
    return document -> {
      document.servers(List.of(new Server().url("/").description("This server")));
      if (document.getTags() != null) {
        document.setTags(
            document.getTags().stream().sorted(Comparator.comparing(Tag::getName)).toList());
      }
      ModelConverters.getInstance(true)
          .resolveAsResolvedSchema(new AnnotatedType(Problem.class))
          .referencedSchemas
          .forEach(document.getComponents()::addSchemas);
      ErrorResponses.ALL.forEach(document.getComponents()::addResponses);
    };
  }
}
