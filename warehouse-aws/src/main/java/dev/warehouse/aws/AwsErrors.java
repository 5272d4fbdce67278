/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.KnownError;
import java.util.Map;
import java.util.Set;

import dev.warehouse.api.ProvisionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What AWS's error codes mean here, and the way out of each. The codes are those of the API references of Amazon
 * Redshift, Redshift Serverless, IAM, EC2 and Secrets Manager.
 */
final class AwsErrors {

    private static final Set<String> NOT_PERMITTED = Set.of("AccessDenied", "AccessDeniedException",
            "UnauthorizedOperation", "NotAuthorized", "AuthorizationError");

    private static final Set<String> NOT_LET_IN = Set.of("InvalidClientTokenId", "UnrecognizedClientException",
            "SignatureDoesNotMatch", "AuthFailure", "ExpiredToken", "ExpiredTokenException", "RequestExpired",
            "IncompleteSignature", "MissingAuthenticationToken");

    private static final Set<String> THROTTLED = Set.of("Throttling", "ThrottlingException", "RequestLimitExceeded",
            "DependentServiceRequestThrottlingFault", "DependentServiceUnavailableFault");

    // by code, or, where services mean different things by one, by service and code
    private static final Map<String, String> WAYS_OUT = Map.ofEntries(
            Map.entry("InsufficientClusterCapacity", "AWS has no free nodes of this type here: take another node"
                    + " type, or try again later"),
            Map.entry("ClusterQuotaExceeded", "the account has as many clusters as its quota allows: delete one, or"
                    + " ask for more in the Service Quotas console"),
            Map.entry("NumberOfNodesQuotaExceeded", "the account has as many nodes as its quota allows: ask for fewer"
                    + " nodes, or for a higher quota in the Service Quotas console"),
            Map.entry("NumberOfNodesPerClusterLimitExceeded", "one cluster may not have so many nodes: ask for fewer"),
            Map.entry("ClusterParameterGroupNotFound", "the parameter group does not exist: leave it out"),
            Map.entry("ClusterSubnetGroupQuotaExceeded", "the account has as many subnet groups as its quota allows:"
                    + " delete unused ones, or name one by subnetGroup"),
            Map.entry("ClusterSubnetGroupNotFoundFault", "somebody deleted the subnet group: run again to have it made"
                    + " again, or check the name given by subnetGroup"),
            Map.entry("InvalidClusterSubnetGroupStateFault", "a cluster is still in the subnet group: wait until it is"
                    + " gone, and run again"),
            Map.entry("ConcurrentModification", "somebody else changes it at the same time: run again, and it goes on"
                    + " where it stopped"),
            Map.entry("NoSuchEntity", "somebody deleted it meanwhile: run again to have it made again"),
            Map.entry("secretsmanager:ResourceNotFoundException", "there is no such secret, or it was deleted: run"
                    + " again, or enter by login(Login.TEMPORARY)"),
            Map.entry("ClusterSubnetQuotaExceededFault", "a subnet group holds 20 subnets at most: name fewer by"
                    + " subnets"),
            Map.entry("InvalidSubnet", "the subnets must exist and lie in one VPC: check those named by subnets"),
            Map.entry("InvalidVPCNetworkStateFault", "the VPC does not cover all subnets: check the VPC and its"
                    + " subnets"),
            Map.entry("SnapshotCopyAlreadyEnabledFault", "copying snapshots is on already"),
            Map.entry("ClusterSnapshotAlreadyExists", "a snapshot of this name exists: choose another name"),
            Map.entry("ClusterSnapshotNotFound", "there is no snapshot of this name: check it in the Redshift console"),
            Map.entry("ClusterSnapshotQuotaExceeded", "the account has as many snapshots as its quota allows: delete"
                    + " old ones"),
            Map.entry("ClusterNotFound", "there is no cluster of this name in this region: check name and region"),
            Map.entry("InvalidClusterState", "the cluster is busy with another operation: wait until it is available,"
                    + " and run again"),
            Map.entry("InvalidClusterSnapshotState", "the snapshot is not ready: wait until it is available"),
            Map.entry("UnsupportedOperation", "this kind of cluster cannot do that: take another node type"),
            Map.entry("InvalidParameterValue", "AWS refuses a value: correct the option that it names"),
            Map.entry("InvalidParameterCombination", "AWS refuses options that exclude each other: leave one of them"
                    + " out"),
            Map.entry("InvalidTagFault", "AWS refuses a tag: correct the one that it names"),
            Map.entry("TagLimitExceededFault", "a resource may have 50 tags at most: give fewer"),
            Map.entry("LimitExceededFault", "KMS refuses: the key has as many grants as it may"),
            Map.entry("LimitExceeded", "the account has as many of these as its quota allows: delete unused ones, or"
                    + " ask for more in the Service Quotas console"),
            Map.entry("MalformedPolicyDocument", "IAM refuses the policy: check the buckets named by reads and writes"),
            Map.entry("DeleteConflict", "something was attached to it by hand: take it off, and run again"),
            Map.entry("DependencyViolation", "something still uses it: take it out of there, and run again"),
            Map.entry("InvalidGroup.NotFound", "there is no such security group: check the id and the region"),
            Map.entry("RulesPerSecurityGroupLimitExceeded", "a security group may not have so many rules: name fewer"
                    + " networks"),
            Map.entry("SecurityGroupLimitExceeded", "the VPC has as many security groups as its quota allows: delete"
                    + " unused ones, or name one by securityGroups"),
            Map.entry("InvalidVpcID.NotFound", "there is no such VPC: check the id and the region"),
            Map.entry("InvalidSubnetID.NotFound", "there is no such subnet: check the id and the region"),
            Map.entry("DependentServiceRequestThrottlingFault", "a service that Redshift needs is overloaded: run"
                    + " again, and it goes on where it stopped"),
            Map.entry("DependentServiceUnavailableFault", "a service that Redshift needs is down: run again, and it"
                    + " goes on where it stopped"),
            Map.entry("ConflictException", "it exists already, or is busy with another operation: wait until it is"
                    + " available, and run again"),
            Map.entry("ResourceNotFoundException", "there is nothing of this name in this region: check name and"
                    + " region"),
            Map.entry("ValidationException", "AWS refuses a value: correct the option that it names"),
            Map.entry("InsufficientCapacityException", "AWS has no free capacity here: ask for less by baseCapacity, or"
                    + " try again later"),
            Map.entry("ServiceQuotaExceededException", "the account has as many of these as its quota allows: delete"
                    + " unused ones, or ask for more in the Service Quotas console"),
            Map.entry("TooManyTagsException", "a resource may have 50 tags at most: give fewer"),
            Map.entry("InternalServerException", "AWS failed: run again, and it goes on where it stopped"),
            Map.entry("Throttling", "AWS slows down this account: run again, and it goes on where it stopped"),
            Map.entry("ThrottlingException", "AWS slows down this account: run again, and it goes on where it stopped"),
            Map.entry("RequestLimitExceeded", "AWS slows down this account: run again, and it goes on where it"
                    + " stopped"));

    private AwsErrors() {
    }

    /** Errors beside those that the SDK knows by itself that pass when the call is repeated. */
    private static final Set<String> PASSING = Set.of("ConcurrentModification",
            "DependentServiceRequestThrottlingFault", "DependentServiceUnavailableFault");

    /** Whether the call is to be repeated. */
    static boolean passes(Throwable failure) {
        return failure instanceof AwsServiceException told && PASSING.contains(code(told));
    }

    /** The code on the wire; empty if there is none. */
    static String code(AwsServiceException failure) {
        return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorCode() == null ? ""
                : failure.awsErrorDetails().errorCode();
    }

    static ProvisionException failure(String action, String resource, SdkException failure) {
        if (failure instanceof AwsServiceException told) {
            KnownError error = error(code(told));
            return new ProvisionException(error, told(action, resource, code(told), said(told)), failure);
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof SdkClientException && message.startsWith("Unable to load credentials")) {
            return new ProvisionException(KnownError.AWS_CREDENTIALS_MISSING,
                    "there are no AWS credentials for " + action + " on " + resource + ": set"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or fill in KEY and SECRET in"
                    + " [AWS] of"
                    + " dwh.cfg", failure);
        }
        return new ProvisionException(KnownError.AWS_NOT_REACHED,
                "no answer to " + action + " on " + resource + ": " + message + ". See that this"
                + " machine reaches AWS; run again, and it goes on where it stopped", failure);
    }

    private static KnownError error(String code) {
        return NOT_PERMITTED.contains(code) ? KnownError.AWS_NOT_PERMITTED
                : NOT_LET_IN.contains(code) ? KnownError.AWS_CREDENTIALS_REFUSED
                : THROTTLED.contains(code) ? KnownError.AWS_THROTTLED : KnownError.AWS_REFUSED;
    }

    private static String told(String action, String resource, String code, String said) {
        if (NOT_PERMITTED.contains(code)) {
            return "not permitted: " + action + " on " + resource + ". Allow that action to the caller in an IAM"
                    + " policy. AWS said: " + said;
        }
        if (NOT_LET_IN.contains(code)) {
            return "AWS does not accept the credentials (" + code + " at " + action + "): check the access key, its"
                    + " secret, the session token if there is one, and this machine's clock. AWS said: " + said;
        }
        String service = action.substring(0, action.indexOf(':') + 1);
        String wayOut = WAYS_OUT.getOrDefault(service + code, WAYS_OUT.get(code));
        return action + " on " + resource + " failed with " + code + ": "
                + (wayOut == null ? said : wayOut + ". AWS said: " + said);
    }

    private static String said(AwsServiceException failure) {
        String said = failure.awsErrorDetails() == null ? null : failure.awsErrorDetails().errorMessage();
        return said == null ? "nothing, HTTP " + failure.statusCode() : said;
    }
}
