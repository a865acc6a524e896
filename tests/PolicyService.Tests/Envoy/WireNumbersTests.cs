using EnvoyProxy.V3;
using Google.Protobuf.Reflection;

namespace AiDesk.Policy.Service.Tests.Envoy;

/// <summary>Names and numbers of Envoy's public protos, as its documentation has them: ours must be the same on the wire.</summary>
public sealed class WireNumbersTests
{
    private static readonly FileDescriptor[] Files =
    [
        RlsReflection.Descriptor, RatelimitReflection.Descriptor, ExternalAuthReflection.Descriptor, AttributeContextReflection.Descriptor,
        BaseReflection.Descriptor, AddressReflection.Descriptor, HttpStatusReflection.Descriptor,
    ];

    public static TheoryData<string, string> Messages => new()
    {
        { "envoy.service.ratelimit.v3.RateLimitRequest", "domain=1 descriptors=2 hits_addend=3" },
        { "envoy.service.ratelimit.v3.RateLimitResponse", "overall_code=1 statuses=2 response_headers_to_add=3" },
        { "envoy.service.ratelimit.v3.RateLimitResponse.RateLimit", "requests_per_unit=1 unit=2 name=3" },
        { "envoy.service.ratelimit.v3.RateLimitResponse.DescriptorStatus", "code=1 current_limit=2 limit_remaining=3 duration_until_reset=4" },
        { "envoy.extensions.common.ratelimit.v3.RateLimitDescriptor", "entries=1 hits_addend=3" },
        { "envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry", "key=1 value=2" },
        { "envoy.service.auth.v3.CheckRequest", "attributes=1" },
        { "envoy.service.auth.v3.CheckResponse", "status=1 denied_response=2 ok_response=3" },
        { "envoy.service.auth.v3.DeniedHttpResponse", "status=1 headers=2 body=3" },
        { "envoy.service.auth.v3.OkHttpResponse", "headers=2 headers_to_remove=5" },
        { "envoy.service.auth.v3.AttributeContext", "source=1 request=4 context_extensions=10" },
        { "envoy.service.auth.v3.AttributeContext.Peer", "address=1" },
        { "envoy.service.auth.v3.AttributeContext.Request", "http=2" },
        { "envoy.service.auth.v3.AttributeContext.HttpRequest", "id=1 method=2 headers=3 path=4 size=9 body=11 raw_body=12 header_map=13" },
        { "envoy.config.core.v3.HeaderValue", "key=1 value=2 raw_value=3" },
        { "envoy.config.core.v3.HeaderMap", "headers=1" },
        { "envoy.config.core.v3.HeaderValueOption", "header=1 append_action=3" },
        { "envoy.config.core.v3.Address", "socket_address=1" },
        { "envoy.config.core.v3.SocketAddress", "address=2" },
        { "envoy.type.v3.HttpStatus", "code=1" },
    };

    public static TheoryData<string, string> Enums => new()
    {
        { "envoy.service.ratelimit.v3.RateLimitResponse.Code", "UNKNOWN=0 OK=1 OVER_LIMIT=2" },
        { "envoy.service.ratelimit.v3.RateLimitResponse.RateLimit.Unit", "UNKNOWN=0 SECOND=1 MINUTE=2 HOUR=3 DAY=4 MONTH=5 YEAR=6" },
        { "envoy.config.core.v3.HeaderValueOption.HeaderAppendAction", "APPEND_IF_EXISTS_OR_ADD=0 ADD_IF_ABSENT=1 OVERWRITE_IF_EXISTS_OR_ADD=2" },
        { "envoy.type.v3.StatusCode", "Empty=0 Forbidden=403 ServiceUnavailable=503" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_OnTheWire_HasThePublicNumbers(string message, string fields) =>
        string.Join(' ', All().Single(type => type.FullName == message).Fields.InFieldNumberOrder().Select(field => $"{field.Name}={field.FieldNumber}")).ShouldBe(fields);

    [Fact]
    public void Message_OfOurs_IsInTheTable() => All().Where(type => !type.GetOptions()?.MapEntry ?? true).Select(type => type.FullName).Order(StringComparer.Ordinal).ShouldBe(Messages.Select(row => (string)((object[])row)[0]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Enums))]
    public void Enum_OnTheWire_HasThePublicNumbers(string name, string values) =>
        string.Join(' ', Files.SelectMany(file => file.EnumTypes).Concat(All().SelectMany(type => type.EnumTypes)).Single(type => type.FullName == name).Values.Select(value => $"{value.Name}={value.Number}"))
            .ShouldBe(values);

    [Fact]
    public void Services_HaveThePublicPaths() =>
        Files.SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(method => $"/{method.Service.FullName}/{method.Name}").Order(StringComparer.Ordinal)
            .ShouldBe(["/envoy.service.auth.v3.Authorization/Check", "/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit"]);

    private static IEnumerable<MessageDescriptor> All() => Files.SelectMany(file => file.MessageTypes).SelectMany(Nested);

    private static IEnumerable<MessageDescriptor> Nested(MessageDescriptor type) => type.NestedTypes.SelectMany(Nested).Prepend(type);
}
