/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.services.redshiftserverless.model.Tag;

/** The tags of namespaces and workgroups. They are not told with these, but have to be asked for. */
final class ServerlessTags {

    static final String MISSING = "ResourceNotFoundException";

    private ServerlessTags() {
    }

    /** The tags of what is made. */
    static List<Tag> made(AwsSession session) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.builder().key(AwsSession.OWNER_TAG).value(session.owner()).build());
        session.settings().tags.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        return tags;
    }

    /** The tags of what is there. */
    static Map<String, String> of(AwsSession session, String resource, String arn) {
        Map<String, String> tags = new LinkedHashMap<>();
        session.calls().find("redshift-serverless:ListTagsForResource", resource, () -> session.serverless()
                .listTagsForResource(r -> r.resourceArn(arn)), MISSING).map(answer -> answer.tags())
                .ifPresent(found -> found.forEach(tag -> tags.put(tag.key(), tag.value())));
        return tags;
    }

    static boolean own(AwsSession session, Map<String, String> tags) {
        return session.owner().equals(tags.get(AwsSession.OWNER_TAG));
    }
}
