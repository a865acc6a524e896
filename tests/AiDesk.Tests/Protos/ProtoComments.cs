using System.Text.RegularExpressions;

namespace AiDesk.Tests.Protos;

/// <summary>Comments of fields, which descriptors do not carry: read from the proto files, one declaration a line as buf formats them.</summary>
internal static partial class ProtoComments
{
    /// <summary>Each field's full name with the comment above it.</summary>
    public static IEnumerable<(string Field, string Text)> OfFields(string folder) =>
        Directory.EnumerateFiles(folder, "*.proto", SearchOption.AllDirectories).SelectMany(file => OfFile(File.ReadLines(file)));

    private static IEnumerable<(string Field, string Text)> OfFile(IEnumerable<string> lines)
    {
        var package = "";
        var blocks = new Stack<string>();
        var comment = new List<string>();
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line[2..].Trim());
                continue;
            }

            if (Package().Match(line) is { Success: true } packaged)
            {
                package = packaged.Groups[1].Value;
            }
            else if (Block().Match(line) is { Success: true } opened)
            {
                // A oneof's fields belong to the message around it.
                blocks.Push(opened.Groups[1].Value == "message" ? opened.Groups[2].Value : "");
            }
            else if (line == "}")
            {
                blocks.Pop();
            }
            else if (Field().Match(line) is { Success: true } field)
            {
                var message = string.Join('.', blocks.Reverse().Where(name => name.Length > 0));
                yield return ($"{package}.{message}.{field.Groups[1].Value}", string.Join(' ', comment));
            }

            comment.Clear();
        }
    }

    [GeneratedRegex(@"^package ([\w.]+);$", RegexOptions.NonBacktracking)]
    private static partial Regex Package();

    [GeneratedRegex(@"^(message|enum|oneof|service) (\w+) \{$", RegexOptions.NonBacktracking)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?:repeated |optional )?[\w.<>, ]+ (\w+) = \d+(?: \[.*\])?;$", RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
