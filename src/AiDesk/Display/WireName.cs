using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace AiDesk.CommandLine.Display;

/// <summary>Names of enum values as people and policy files say them.</summary>
internal static class WireName
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    /// <summary>The value's name on the wire without its type's prefix: <c>PROMPT_INJECTION</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
        => Names.GetOrAdd(value, static known => Find(known));

    /// <summary>The same in lower case, as policy files say it: <c>require_approval</c>.</summary>
    public static string Lower<T>(T value)
        where T : struct, Enum
        => Of(value).ToLowerInvariant();

    private static string Find(Enum value)
    {
        var type = value.GetType();
        var original = type.GetField(value.ToString())?.GetCustomAttribute<OriginalNameAttribute>()?.Name;
        if (original is null)
        {
            // A number that this version has no name for: a service that is newer than the command.
            return value.ToString("D");
        }

        var prefix = JsonNamingPolicy.SnakeCaseUpper.ConvertName(type.Name) + "_";
        return original.StartsWith(prefix, StringComparison.Ordinal) ? original[prefix.Length..] : original;
    }
}
