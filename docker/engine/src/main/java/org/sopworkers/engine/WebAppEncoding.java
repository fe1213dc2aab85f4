package org.sopworkers.engine;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.CharacterEncodingFilter;

/**
 * Announces the pages of the web apps as UTF-8: otherwise they would go out as ISO-8859-1, which breaks Chinese text.
 *
 * <p>Spring's own filter would do the same to the REST API, whose answers then say "application/json;charset=UTF-8".
 * The engine's JavaScript client reads as JSON only what says exactly "application/json".
 */
@Configuration(proxyBeanMethods = false)
class WebAppEncoding {

  @Bean
  FilterRegistrationBean<CharacterEncodingFilter> webAppsInUtf8(@Value("${sop.engine.web-apps}") String paths) {
    FilterRegistrationBean<CharacterEncodingFilter> registration =
        new FilterRegistrationBean<>(new CharacterEncodingFilter("UTF-8", true));
    registration.setName("web-apps-in-utf-8");
    registration.addUrlPatterns(paths);
    registration.setAsyncSupported(true);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
