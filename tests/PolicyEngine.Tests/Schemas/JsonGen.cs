using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Schemas;

/// <summary>JSON documents for properties: few names, so that they meet; texts that need escapes, or two UTF-16 units.</summary>
internal static class JsonGen
{
    public static readonly string[] Names = ["a", "b", "c", "id", "ñ", "a/b", "~", "", "😀", "\ufb33"];

    private static readonly string[] Texts = ["", "x", "hello world", "línea\n2", "\"q\"", "back\\slash", "😀", "\u0001", "</script>", "12", "aaaaaaaaaaaaaaaaaaaaaaaa"];

    private static readonly string[] Numbers = ["0", "-0", "1", "1.0", "-1.5", "100", "1e2", "0.1", "123456789", "1E-7", "2.50"];

    public static Gen<string> Documents(int depth = 3) => Values(depth);

    public static Gen<string> Objects(int depth = 3) => Members(depth).Select(members => $"{{{string.Join(',', members)}}}");

    private static Gen<string> Values(int depth)
    {
        var scalars = Gen.OneOf(
            Gen.Elements("null", "true", "false"),
            Gen.Elements(Numbers),
            Gen.Elements(Texts).Select(text => JsonSerializer.Serialize(text)));
        return depth == 0
            ? scalars
            : Gen.OneOf(scalars, Objects(depth - 1), Values(depth - 1).ListOf().Select(items => $"[{string.Join(", ", items.Take(4))}]"));
    }

    // Distinct names: an object that names a member twice is not a document here.
    private static Gen<IEnumerable<string>> Members(int depth)
        => Gen.Elements(Names).SelectMany(name => Values(depth).Select(value => (Name: name, Value: value))).ListOf()
            .Select(members => members.Take(6).DistinctBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{JsonSerializer.Serialize(member.Name)} : {member.Value}"));
}
