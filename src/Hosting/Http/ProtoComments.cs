using System.Collections.Frozen;
using System.Reflection;

namespace AiDesk.Hosting.Http;

/// <summary>The comments of the protos, by the full name of what they stand above: descriptors do not carry them.</summary>
internal sealed class ProtoComments
{
    private const string Prefix = "protos.";

    private readonly FrozenDictionary<string, string> _comments;

    private ProtoComments(Dictionary<string, string> comments) => _comments = comments.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Empty for what has none.</summary>
    public string Of(string fullName) => _comments.GetValueOrDefault(fullName, "");

    /// <summary>Of the files that the assembly holds as resources <c>protos.NAME</c>.</summary>
    public static ProtoComments Read(Assembly assembly)
    {
        var comments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            ReadFile(reader, comments);
        }

        return new ProtoComments(comments);
    }

    private static void ReadFile(StreamReader reader, Dictionary<string, string> comments)
    {
        var scope = new Stack<string>([""]);
        var pending = new List<string>();
        while (reader.ReadLine()?.Trim() is { } line)
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                pending.Add(line[2..].Trim());
                continue;
            }

            if (line.StartsWith("package ", StringComparison.Ordinal))
            {
                scope = new Stack<string>([line["package ".Length..].TrimEnd(';')]);
            }
            else if (line.StartsWith("oneof ", StringComparison.Ordinal))
            {
                // Its fields are the message's.
                scope.Push(scope.Peek());
            }
            else if (NameOf(line) is { } name)
            {
                comments[scope.Peek() + "." + name] = string.Join(' ', pending);
                if (line.EndsWith('{'))
                {
                    scope.Push(scope.Peek() + "." + name);
                }
            }
            else if (line == "}" && scope.Count > 1)
            {
                scope.Pop();
            }

            pending.Clear();
        }
    }

    /// <summary>Of a service, message, enum, RPC, field or value; null for any other line.</summary>
    private static string? NameOf(string line)
    {
        var words = line.Split([' ', '(', '{', '='], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            ["service" or "message" or "enum" or "rpc", var name, ..] => name,
            ["syntax" or "package" or "import" or "option" or "}", ..] or [] => null,
            _ when line.EndsWith(';') && line.Contains('=', StringComparison.Ordinal) => line[..line.IndexOf('=', StringComparison.Ordinal)].Trim().Split(' ')[^1],
            _ => null,
        };
    }
}
