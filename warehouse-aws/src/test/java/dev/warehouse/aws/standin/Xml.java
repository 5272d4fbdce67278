/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws.standin;

import java.util.Map;
import java.util.stream.Collectors;

/** Elements of answers. */
final class Xml {

    private Xml() {
    }

    static String element(String name, Object content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    static String text(String name, Object content) {
        return element(name, escape(String.valueOf(content)));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String tags(String list, String item, Map<String, String> tags, boolean capitals) {
        return element(list, tags.entrySet().stream().map(tag -> element(item,
                text(capitals ? "Key" : "key", tag.getKey()) + text(capitals ? "Value" : "value", tag.getValue())))
                .collect(Collectors.joining()));
    }
}
