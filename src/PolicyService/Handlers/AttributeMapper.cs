using System.Collections.Frozen;
using System.Globalization;
using AiDesk.Policy.Policies;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The attributes that the policy declares, from where it says: the verified token, or the caller's word. What it does not declare is refused.</summary>
internal static class AttributeMapper
{
    /// <summary>Null when there are none.</summary>
    public static IReadOnlyDictionary<string, string>? Map(MapField<string, Value> said, Caller caller)
    {
        var declared = caller.Snapshot.Attributes;
        foreach (var name in said.Keys)
        {
            if (!declared.TryGetValue(name, out var attribute))
            {
                throw RpcErrors.Invalid($"context.attributes.{name}", "is not declared in the policy");
            }

            if (attribute.Source != AttributeSource.Claim)
            {
                throw RpcErrors.Invalid($"context.attributes.{name}", $"comes from the {attribute.Source.ToString().ToLowerInvariant()}, not from the caller");
            }
        }

        return declared.Count == 0 ? null : Read(said, caller, declared);
    }

    private static IReadOnlyDictionary<string, string>? Read(MapField<string, Value> said, Caller caller, FrozenDictionary<string, AttributeDefinition> declared)
    {
        Dictionary<string, string>? values = null;
        foreach (var (name, attribute) in declared)
        {
            var value = attribute.Source switch
            {
                AttributeSource.Token => caller.Principal.Claims.GetValueOrDefault(attribute.Claim),
                AttributeSource.Claim when said.TryGetValue(name, out var given) => TextOf(given, attribute),
                _ => null,
            };
            if (value is not null)
            {
                (values ??= new Dictionary<string, string>(StringComparer.Ordinal))[name] = value;
            }
        }

        return values;
    }

    private static string TextOf(Value value, AttributeDefinition attribute) => (attribute.Type, value.KindCase) switch
    {
        (AttributeType.Text, Value.KindOneofCase.StringValue) => value.StringValue,
        (AttributeType.Number, Value.KindOneofCase.NumberValue) => value.NumberValue.ToString("R", CultureInfo.InvariantCulture),
        (AttributeType.Switch, Value.KindOneofCase.BoolValue) => value.BoolValue ? "true" : "false",
        _ => throw RpcErrors.Invalid($"context.attributes.{attribute.Name}", $"must be a {attribute.Type.ToString().ToLowerInvariant()}"),
    };
}
