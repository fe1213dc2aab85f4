package org.sopworkers.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the web apps whose they are: scripts/house.js imports this module and writes the name into their titles. */
@RestController
class CompanyName {

  private final String module;

  CompanyName(@Value("${sop.engine.company}") String company) throws JsonProcessingException {
    module = "export const company = " + new ObjectMapper().writeValueAsString(company.strip()) + ";\n";
  }

  @GetMapping(path = "${sop.engine.web-app-path}/app/{app}/scripts/company.js", produces = "text/javascript;charset=UTF-8")
  ResponseEntity<String> company() {
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(module);
  }
}
