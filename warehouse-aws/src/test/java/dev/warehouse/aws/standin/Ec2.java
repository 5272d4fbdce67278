/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws.standin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A default VPC and another, each with subnets, and security groups. */
final class Ec2 {

    private static final class Group {
        private final String name;
        private final String vpc;
        private final Map<String, String> tags;
        private final Set<String> rules = new TreeSet<>();

        Group(String name, String vpc, Map<String, String> tags) {
            this.name = name;
            this.vpc = vpc;
            this.tags = tags;
        }
    }

    private final Map<String, Boolean> vpcs = new LinkedHashMap<>(Map.of("vpc-0a", true, "vpc-0b", false));
    private final Map<String, String> subnets = new TreeMap<>(Map.of("subnet-0a1", "vpc-0a", "subnet-0a2", "vpc-0a",
            "subnet-0b1", "vpc-0b"));
    private final Map<String, Group> groups = new TreeMap<>();
    private int made;

    Ec2() {
        groups.put("sg-0f", new Group("theirs", "vpc-0a", Map.of()));
    }

    void removeDefaultVpc() {
        vpcs.put("vpc-0a", false);
    }

    String vpcOf(List<String> ids) {
        List<String> found = ids.stream().map(subnets::get).distinct().toList();
        if (found.size() != 1 || found.contains(null)) {
            throw new Fault(400, "InvalidSubnet", "The requested subnet is not valid, or not all are in one VPC.");
        }
        return found.get(0);
    }

    String zone(String subnet) {
        return "us-west-2" + (subnet.endsWith("1") ? "a" : "b");
    }

    boolean has(String group) {
        return groups.containsKey(group);
    }

    String answer(Request request, Predicate<String> inUse) {
        String result = switch (request.action()) {
            case "DescribeVpcs" -> Xml.element("vpcSet", vpcs.entrySet().stream()
                    .filter(vpc -> !filters(request).containsKey("is-default") || vpc.getValue())
                    .map(vpc -> Xml.element("item", Xml.text("vpcId", vpc.getKey()) + Xml.text("isDefault", vpc.getValue())))
                    .collect(Collectors.joining()));
            case "DescribeSubnets" -> subnets(request);
            case "DescribeSecurityGroups" -> describe(request);
            case "CreateSecurityGroup" -> create(request);
            case "AuthorizeSecurityGroupIngress" -> authorize(request);
            case "DeleteSecurityGroup" -> {
                String id = request.required("GroupId");
                group(id);
                if (inUse.test(id)) {
                    throw new Fault(400, "DependencyViolation", "resource " + id + " has a dependent object");
                }
                groups.remove(id);
                yield Xml.text("return", true);
            }
            default -> throw new Fault(400, "InvalidAction", request.action());
        };
        return Xml.element(request.action() + "Response", Xml.text("requestId", "r") + result);
    }

    private static Map<String, String> filters(Request request) {
        Map<String, String> filters = new TreeMap<>();
        for (int i = 1; !request.text("Filter." + i + ".Name").isEmpty(); i++) {
            filters.put(request.text("Filter." + i + ".Name"), request.text("Filter." + i + ".Value.1"));
        }
        return filters;
    }

    private String subnets(Request request) {
        List<String> ids = request.list("SubnetId");
        ids.stream().filter(id -> !subnets.containsKey(id)).findFirst().ifPresent(id -> {
            throw new Fault(400, "InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
        });
        String vpc = filters(request).get("vpc-id");
        return Xml.element("subnetSet", subnets.entrySet().stream()
                .filter(subnet -> ids.isEmpty() || ids.contains(subnet.getKey()))
                .filter(subnet -> vpc == null || vpc.equals(subnet.getValue()))
                .map(subnet -> Xml.element("item", Xml.text("subnetId", subnet.getKey())
                        + Xml.text("vpcId", subnet.getValue())
                        + Xml.text("availabilityZone", zone(subnet.getKey())))).collect(Collectors.joining()));
    }

    private Group group(String id) {
        Group group = groups.get(id);
        if (group == null) {
            throw new Fault(400, "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
        }
        return group;
    }

    private String describe(Request request) {
        List<String> ids = request.list("GroupId");
        ids.forEach(this::group);
        Map<String, String> filters = filters(request);
        return Xml.element("securityGroupInfo", groups.entrySet().stream()
                .filter(group -> ids.isEmpty() || ids.contains(group.getKey()))
                .filter(group -> filters.entrySet().stream().allMatch(filter -> switch (filter.getKey()) {
                    case "group-name" -> filter.getValue().equals(group.getValue().name);
                    case "vpc-id" -> filter.getValue().equals(group.getValue().vpc);
                    default -> filter.getValue().equals(group.getValue().tags.get(filter.getKey().substring(4)));
                }))
                .map(group -> item(group.getKey(), group.getValue())).collect(Collectors.joining()));
    }

    private static String item(String id, Group group) {
        List<String> rules = new ArrayList<>();
        for (String rule : group.rules) {
            String[] parts = rule.split(" ");
            boolean six = parts[1].contains(":");
            rules.add(Xml.element("item", Xml.text("ipProtocol", "tcp") + Xml.text("fromPort", parts[0])
                    + Xml.text("toPort", parts[0]) + Xml.element(six ? "ipv6Ranges" : "ipRanges", Xml.element("item",
                            Xml.text(six ? "cidrIpv6" : "cidrIp", parts[1])))));
        }
        return Xml.element("item", Xml.text("groupId", id) + Xml.text("groupName", group.name)
                + Xml.text("vpcId", group.vpc) + Xml.element("ipPermissions", String.join("", rules))
                + Xml.tags("tagSet", "item", group.tags, false));
    }

    private String create(Request request) {
        String name = request.required("GroupName");
        String vpc = request.required("VpcId");
        request.required("GroupDescription");
        if (!vpcs.containsKey(vpc)) {
            throw new Fault(400, "InvalidVpcID.NotFound", "The vpc ID '" + vpc + "' does not exist");
        }
        if (groups.values().stream().anyMatch(group -> group.name.equals(name) && group.vpc.equals(vpc))) {
            throw new Fault(400, "InvalidGroup.Duplicate", "The security group '" + name + "' already exists");
        }
        String id = "sg-" + Integer.toHexString(0xa00 + made++);
        groups.put(id, new Group(name, vpc, request.tags("TagSpecification.1.Tag")));
        return Xml.text("groupId", id);
    }

    private String authorize(Request request) {
        Group group = group(request.required("GroupId"));
        if (!request.text("IpPermissions.1.IpProtocol").equals("tcp")) {
            throw new Fault(400, "InvalidParameterValue", "Invalid value for IpProtocol");
        }
        String cidr = request.text("IpPermissions.1.IpRanges.1.CidrIp")
                + request.text("IpPermissions.1.Ipv6Ranges.1.CidrIpv6");
        String rule = request.required("IpPermissions.1.FromPort") + " " + cidr;
        if (!group.rules.add(rule)) {
            throw new Fault(400, "InvalidPermission.Duplicate", "the specified rule \"" + rule + "\" already exists");
        }
        return Xml.text("return", true);
    }

    String state() {
        return groups.values().stream().map(group -> "group " + group.name + " " + group.vpc + " " + group.tags + " "
                + group.rules + "\n").collect(Collectors.joining());
    }
}
