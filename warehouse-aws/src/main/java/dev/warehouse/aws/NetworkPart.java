/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.warehouse.api.ProvisionException;
import dev.warehouse.aws.ProvisionPlan.Verb;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.redshift.model.Cluster;
import software.amazon.awssdk.services.redshift.model.ClusterSubnetGroup;

/** Where the cluster lies and who may reach it: a subnet group, and a security group with its ingress rules. */
final class NetworkPart {

    private static final int MOST_SUBNETS = 20;
    private static final int FEWEST_ZONES = 2;
    private static final String NO_SUBNET_GROUP = "ClusterSubnetGroupNotFoundFault";

    private final AwsSession session;
    private final Settings settings;
    private final String name;
    private @Nullable String ownGroup;
    private @Nullable String subnetGroup;
    private List<String> subnetIds = List.of();

    NetworkPart(AwsSession session) {
        this.session = session;
        this.settings = session.settings();
        this.name = settings.ownName();
    }

    /** The security groups that the cluster must be in; known once the plan has run. */
    List<String> securityGroups() {
        return ownGroup == null ? settings.securityGroups : List.of(ownGroup);
    }

    /** Whether {@link #securityGroups()} will hold a group that is yet to be made. */
    boolean makesGroup() {
        return settings.securityGroups.isEmpty() && ownGroup == null;
    }

    @Nullable String subnetGroup() {
        return subnetGroup;
    }

    /**
     * Plans the network of a cluster that is to be made, or that exists.
     *
     * @param cluster the cluster, if it exists
     * @param own whether an existing cluster was made here
     */
    void plan(Steps steps, Optional<Cluster> cluster, boolean own) {
        groups(steps, cluster.isPresent() ? cluster.get().vpcId() : placement(steps), own || cluster.isEmpty());
    }

    /**
     * Plans the network of a workgroup, which takes subnets without a group around them.
     *
     * @param there the subnets of the workgroup, if it exists
     * @param own whether an existing workgroup was made here
     */
    void planWorkgroup(Steps steps, Optional<List<String>> there, boolean own) {
        List<Subnet> subnets = there.isPresent() && !there.get().isEmpty() ? subnets(null, there.get()) : wanted();
        if (there.isEmpty() && subnets.stream().map(Subnet::availabilityZone).distinct().count() < FEWEST_ZONES) {
            throw new ProvisionException(KnownError.NETWORK_UNFIT,
                    "the subnets " + subnets.stream().map(Subnet::subnetId)
                    .collect(Collectors.joining(", ")) + " lie in one availability zone, and Redshift Serverless needs"
                    + " two: name more by subnets, or another VPC by vpc");
        }
        subnetIds = subnets.stream().map(Subnet::subnetId).limit(MOST_SUBNETS).toList();
        groups(steps, subnets.get(0).vpcId(), own || there.isEmpty());
    }

    /** The subnets of a workgroup; known once it is planned. */
    List<String> subnetIds() {
        return subnetIds;
    }

    private void groups(Steps steps, String vpc, boolean own) {
        if (!settings.securityGroups.isEmpty()) {
            given(steps);
        } else if (own || !settings.reachableFrom.isEmpty()) {
            group(steps, vpc);
        }
        if (settings.publiclyAccessible && settings.reachableFrom.isEmpty() && settings.securityGroups.isEmpty()) {
            steps.warn("the " + settings.word() + " has an address on the internet, but nobody may connect: name your"
                    + " network by reachableFrom");
        }
    }

    private String placement(Steps steps) {
        if (settings.subnetGroup != null) {
            ClusterSubnetGroup group = subnetGroup(settings.subnetGroup).orElseThrow(() -> new ProvisionException(
                    KnownError.DOES_NOT_EXIST,
                    "there is no subnet group " + settings.subnetGroup + " in " + session.region() + ": check the"
                            + " name, or leave it out to have one made"));
            subnetGroup = settings.subnetGroup;
            steps.keep(Verb.ADOPT, "subnet group " + subnetGroup, "given; in " + group.vpcId());
            return group.vpcId();
        }
        Optional<ClusterSubnetGroup> there = subnetGroup(name);
        subnetGroup = name;
        if (there.isPresent()) {
            requireOwn("subnet group " + name, own(there.get()));
            steps.keep(Verb.KEEP, "subnet group " + name, "in " + there.get().vpcId());
            return there.get().vpcId();
        }
        List<Subnet> subnets = wanted();
        List<String> ids = subnets.stream().map(Subnet::subnetId).limit(MOST_SUBNETS).toList();
        steps.add(Verb.CREATE, "subnet group " + name, ids.size() + " subnets of " + subnets.get(0).vpcId(),
                () -> create(ids), "redshift:CreateClusterSubnetGroup", "redshift:CreateTags");
        return subnets.get(0).vpcId();
    }

    /** The subnets of something that is to be made, all in one VPC. */
    private List<Subnet> wanted() {
        List<Subnet> subnets = subnets(settings.vpc != null ? settings.vpc
                : settings.subnets.isEmpty() ? defaultVpc() : null, settings.subnets);
        Set<String> vpcs = new LinkedHashSet<>(subnets.stream().map(Subnet::vpcId).toList());
        if (vpcs.size() > 1) {
            throw new ProvisionException(KnownError.NETWORK_UNFIT,
                    "the subnets " + String.join(", ", settings.subnets) + " lie in " + vpcs.size()
                    + " VPCs (" + String.join(", ", vpcs) + "): name subnets of one VPC");
        }
        return subnets;
    }

    private String defaultVpc() {
        return session.calls().call("ec2:DescribeVpcs", "the default VPC", () -> session.ec2().describeVpcs(r -> r
                .filters(filter("is-default", "true")))).vpcs().stream().map(vpc -> vpc.vpcId()).findFirst()
                .orElseThrow(() -> new ProvisionException(KnownError.NETWORK_UNFIT,
                        "there is no default VPC in " + session.region()
                        + ": name one by vpc, or its subnets by subnets"
                        + (settings.serverless ? "" : ", or a subnet group by subnetGroup")));
    }

    private List<Subnet> subnets(@Nullable String vpc, List<String> ids) {
        List<Subnet> subnets = session.calls().call("ec2:DescribeSubnets", vpc == null ? "the subnets" : vpc,
                () -> session.ec2().describeSubnetsPaginator(r -> {
                    if (!ids.isEmpty()) {
                        r.subnetIds(ids);
                    }
                    if (vpc != null) {
                        r.filters(filter("vpc-id", vpc));
                    }
                }).subnets().stream().toList());
        if (subnets.isEmpty()) {
            throw new ProvisionException(KnownError.NETWORK_UNFIT,
                    "there are no subnets in " + vpc + ": make one, or name another VPC by vpc");
        }
        return subnets;
    }

    private Optional<ClusterSubnetGroup> subnetGroup(String group) {
        return session.calls().find("redshift:DescribeClusterSubnetGroups", "subnet group " + group,
                () -> session.redshift().describeClusterSubnetGroups(r -> r.clusterSubnetGroupName(group)),
                NO_SUBNET_GROUP)
                .flatMap(answer -> answer.clusterSubnetGroups().stream().findFirst());
    }

    private boolean own(ClusterSubnetGroup group) {
        return group.tags().stream().anyMatch(tag -> tag.key().equals(AwsSession.OWNER_TAG)
                && tag.value().equals(session.owner()));
    }

    private void create(List<String> subnets) {
        session.calls().done("redshift:CreateClusterSubnetGroup", "subnet group " + name, () -> session.redshift()
                .createClusterSubnetGroup(r -> r.clusterSubnetGroupName(name)
                        .description("Subnets of " + settings.name).subnetIds(subnets).tags(ClusterPart.tags(session))),
                "ClusterSubnetGroupAlreadyExists");
    }

    private void given(Steps steps) {
        List<SecurityGroup> groups = session.calls().call("ec2:DescribeSecurityGroups",
                "security groups " + String.join(", ", settings.securityGroups),
                () -> session.ec2().describeSecurityGroups(r -> r.groupIds(settings.securityGroups))).securityGroups();
        groups.forEach(group -> steps.keep(Verb.ADOPT, "security group " + group.groupId(), "given; its rules stay"));
    }

    private void group(Steps steps, String vpc) {
        Optional<SecurityGroup> group = group(vpc);
        if (group.isPresent()) {
            requireOwn("security group " + name, own(group.get()));
            ownGroup = group.get().groupId();
            steps.keep(Verb.KEEP, "security group " + name, "");
        } else {
            steps.add(Verb.CREATE, "security group " + name, "in " + vpc, () -> ownGroup = create(vpc),
                    "ec2:CreateSecurityGroup", "ec2:CreateTags");
        }
        Set<String> open = group.map(this::open).orElse(Set.of());
        for (String cidr : settings.reachableFrom) {
            String resource = "ingress rule for " + cidr + " on port " + settings.port;
            if (open.contains(cidr)) {
                steps.keep(Verb.KEEP, resource, "");
            } else {
                steps.add(Verb.CREATE, resource, cidr.endsWith("/0") ? "lets the whole internet try passwords" : "",
                        () -> authorize(cidr), "ec2:AuthorizeSecurityGroupIngress");
            }
        }
        open.stream().filter(cidr -> !settings.reachableFrom.contains(cidr)).forEach(cidr -> steps.warn(
                "security group " + name + " also lets " + cidr + " in, which is not named:"
                        + " take the rule away in the EC2 console if it is not meant"));
    }

    private void requireOwn(String resource, boolean own) {
        if (!own && !settings.adopt) {
            throw new ProvisionException(KnownError.EXISTS_AND_IS_NOT_OURS,
                    "the " + resource + " exists and was not made here: say adopt() to use it,"
                    + " or give the " + settings.word() + " another name");
        }
    }

    private Optional<SecurityGroup> group(String vpc) {
        return session.calls().call("ec2:DescribeSecurityGroups", "security group " + name, () -> session.ec2()
                .describeSecurityGroups(r -> r.filters(filter("group-name", name), filter("vpc-id", vpc))))
                .securityGroups().stream().findFirst();
    }

    private boolean own(SecurityGroup group) {
        return group.tags().stream().anyMatch(tag -> tag.key().equals(AwsSession.OWNER_TAG)
                && tag.value().equals(session.owner()));
    }

    private Set<String> open(SecurityGroup group) {
        Set<String> cidrs = new LinkedHashSet<>();
        for (IpPermission permission : group.ipPermissions()) {
            boolean everything = "-1".equals(permission.ipProtocol());
            if (everything || "tcp".equals(permission.ipProtocol()) && permission.fromPort() <= settings.port
                    && permission.toPort() >= settings.port) {
                permission.ipRanges().forEach(range -> cidrs.add(range.cidrIp()));
                permission.ipv6Ranges().forEach(range -> cidrs.add(range.cidrIpv6()));
            }
        }
        return cidrs;
    }

    private String create(String vpc) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.builder().key(AwsSession.OWNER_TAG).value(session.owner()).build());
        settings.tags.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        session.calls().done("ec2:CreateSecurityGroup", "security group " + name, () -> session.ec2()
                .createSecurityGroup(r -> r.groupName(name).vpcId(vpc)
                        .description("Who may connect to Redshift " + settings.name)
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(ResourceType.SECURITY_GROUP).tags(tags).build())),
                "InvalidGroup.Duplicate");
        return session.poll().until("security group " + name + " to be seen by EC2", () -> group(vpc),
                Optional::isPresent, found -> "not yet").orElseThrow().groupId();
    }

    private void authorize(String cidr) {
        IpPermission.Builder permission = IpPermission.builder().ipProtocol("tcp").fromPort(settings.port)
                .toPort(settings.port);
        String description = "Redshift " + settings.name;
        if (cidr.contains(":")) {
            permission.ipv6Ranges(Ipv6Range.builder().cidrIpv6(cidr).description(description).build());
        } else {
            permission.ipRanges(IpRange.builder().cidrIp(cidr).description(description).build());
        }
        session.calls().done("ec2:AuthorizeSecurityGroupIngress", "security group " + name, () -> session.ec2()
                .authorizeSecurityGroupIngress(r -> r.groupId(ownGroup).ipPermissions(permission.build())),
                "InvalidPermission.Duplicate");
    }

    /** The security group that was made here, wherever it lies. */
    Optional<String> madeGroup() {
        return session.calls().call("ec2:DescribeSecurityGroups", "security group " + name, () -> session.ec2()
                .describeSecurityGroups(r -> r.filters(filter("group-name", name),
                        filter("tag:" + AwsSession.OWNER_TAG, session.owner()))))
                .securityGroups().stream().map(SecurityGroup::groupId).findFirst();
    }

    void planDelete(Steps steps) {
        if (!settings.serverless) {
            subnetGroup(name).ifPresent(group -> {
                if (own(group)) {
                    steps.delete("subnet group " + name, "", "redshift:DeleteClusterSubnetGroup");
                } else {
                    steps.keep(Verb.KEEP, "subnet group " + name, "was not made here");
                }
            });
        }
        if (madeGroup().isPresent()) {
            steps.delete("security group " + name, "with its ingress rules", "ec2:DeleteSecurityGroup");
        }
        if (settings.subnetGroup != null) {
            steps.keep(Verb.KEEP, "subnet group " + settings.subnetGroup, "given, not made");
        }
        settings.securityGroups.forEach(group -> steps.keep(Verb.KEEP, "security group " + group, "given, not made"));
    }

    /** Deletes what was made here. The cluster must be gone or out of it. */
    void delete(DeprovisionReport.Builder report) {
        if (!settings.serverless) {
            deleteSubnetGroup(report);
        }
        report.attempt("security group " + name, () -> {
            Optional<String> group = madeGroup();
            // for some minutes the network interfaces of the cluster still hold it
            return group.isPresent() && session.poll().until("security group " + name + " to be free",
                    () -> delete(group.get()), deleted -> deleted, deleted -> "still in use");
        });
        settings.securityGroups.forEach(group -> report.kept("security group " + group, "it was given, not made"));
    }

    private void deleteSubnetGroup(DeprovisionReport.Builder report) {
        report.attempt("subnet group " + name, () -> {
            Optional<ClusterSubnetGroup> group = subnetGroup(name);
            if (group.isPresent() && !own(group.get())) {
                report.kept("subnet group " + name, "it was not made here");
                return false;
            }
            // a cluster that is gone to its users may hold it for a while
            return group.isPresent() && session.poll().until("subnet group " + name + " to be free", this::deleted,
                    deleted -> deleted, deleted -> "still in use");
        });
        if (settings.subnetGroup != null) {
            report.kept("subnet group " + settings.subnetGroup, "it was given, not made");
        }
    }

    private boolean deleted() {
        session.calls().done("redshift:DeleteClusterSubnetGroup", "subnet group " + name, () -> session.redshift()
                .deleteClusterSubnetGroup(r -> r.clusterSubnetGroupName(name)), NO_SUBNET_GROUP,
                "InvalidClusterSubnetGroupStateFault");
        return subnetGroup(name).isEmpty();
    }

    private boolean delete(String group) {
        session.calls().done("ec2:DeleteSecurityGroup", "security group " + name, () -> session.ec2()
                .deleteSecurityGroup(r -> r.groupId(group)), "InvalidGroup.NotFound", "DependencyViolation");
        return session.calls().find("ec2:DescribeSecurityGroups", "security group " + name, () -> session.ec2()
                .describeSecurityGroups(r -> r.groupIds(group)), "InvalidGroup.NotFound").isEmpty();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
