using AiDesk.Tests.Running;
using Google.Protobuf.Reflection;

namespace AiDesk.Tests.Protos;

/// <summary>Law 1: the tenant comes from the verified token. Nothing that a caller sends can name one.</summary>
public sealed class NoTenantInRequestTests
{
    /// <summary>
    /// Fields that hold what a caller likes. Each is here because somebody looked: attributes are only read where the policy declares them and never
    /// for the tenant, annotations are only copied to the record.
    /// </summary>
    private static readonly HashSet<string> OpenFields = new(StringComparer.Ordinal)
    {
        "aidesk.policy.v1.CallContext.attributes",
        "aidesk.policy.v1.CallContext.annotations",

        // Envoy's words, not ours. Of headers and extensions only those that docs/envoy.md names are read, and an extension that is not known is refused;
        // bodies are a tool's arguments. The tenant is the token's, in the metadata of Envoy's own call.
        "envoy.service.auth.v3.AttributeContext.context_extensions",
        "envoy.service.auth.v3.AttributeContext.HttpRequest.headers",
        "envoy.service.auth.v3.AttributeContext.HttpRequest.raw_body",
        "envoy.config.core.v3.HeaderValue.raw_value",
    };

    /// <summary>Envoy's name for a set of its limits: it is not read at all, which cases of tests/Conformance/envoy show.</summary>
    private const string Domain = "envoy.service.ratelimit.v3.RateLimitService.ShouldRateLimit.domain";

    [Fact]
    public void Services_Found_AreAllOfOurs()
    {
        var files = new[] { "aidesk", "envoy" }.SelectMany(folder => Directory.EnumerateFiles(Repository.In("protos", folder), "*.proto", SearchOption.AllDirectories));
        var declared = files.SelectMany(File.ReadLines).Count(line => line.StartsWith("service ", StringComparison.Ordinal));

        RequestMessages.Services.Count.ShouldBe(declared);
        RequestMessages.Services.ShouldContain(service => service.FullName == "aidesk.policy.v1.PolicyService");
    }

    [Fact]
    public void RequestFields_All_NameNoTenant()
    {
        var fields = RequestMessages.Fields.ToList();

        fields.ShouldContain(field => field.Path.EndsWith(".context.session_id", StringComparison.Ordinal));
        fields.Where(field => TenantNames.CouldName(field.Field.Name) || TenantNames.CouldName(field.Field.JsonName))
            .Select(field => field.Path).ShouldBe([Domain]);
    }

    [Fact]
    public void RequestFields_ThatHoldWhatTheCallerLikes_AreThoseThatSomebodyLookedAt()
    {
        var open = RequestMessages.Fields
            .Where(field => field.Field.IsMap || IsOpenType(field.Field))
            .Select(field => field.Field.FullName)
            .Where(name => !name.StartsWith("google.protobuf.", StringComparison.Ordinal) && !name.Contains("Entry.", StringComparison.Ordinal));

        open.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(OpenFields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RequestFields_Comments_PromiseNoTenant()
    {
        var reachable = RequestMessages.Fields.Select(field => field.Field.FullName).ToHashSet(StringComparer.Ordinal);
        var comments = ProtoComments.OfFields(Repository.In("protos", "aidesk")).Where(comment => reachable.Contains(comment.Field)).ToList();

        comments.ShouldContain(comment => comment.Field == "aidesk.policy.v1.CallContext.attributes");
        comments.Where(comment => comment.Text.Split(' ', ',', '.', ';', ':', '"', '`').Any(TenantNames.CouldName))
            .Where(comment => !comment.Text.Contains("client", StringComparison.OrdinalIgnoreCase))
            .Select(comment => $"{comment.Field}: {comment.Text}").ShouldBeEmpty();
    }

    private static bool IsOpenType(FieldDescriptor field) => field.FieldType == FieldType.Bytes
        || (field.FieldType == FieldType.Message && field.MessageType.FullName is
            "google.protobuf.Struct" or "google.protobuf.Value" or "google.protobuf.ListValue" or "google.protobuf.Any");
}
