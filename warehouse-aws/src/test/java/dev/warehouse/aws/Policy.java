/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The policy that a page shows. */
final class Policy {

    private Policy() {
    }

    /** The actions in all of its statements; fails if the page shows no JSON, or an action twice. */
    static Set<String> allowedBy(Path page) throws IOException {
        Matcher shown = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(page));
        assertThat(shown.find()).as("a policy in %s", page).isTrue();
        Set<String> actions = new TreeSet<>();
        try (JsonParser json = JsonFactory.builder().build().createParser(shown.group(1))) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_ARRAY && "Action".equals(json.currentName())) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        assertThat(actions.add(json.getText())).as("%s is there once", json.getText()).isTrue();
                    }
                }
            }
        }
        return actions;
    }
}
