using System.Text;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Reads documents of every format into blocks.</summary>
internal static class DocumentReader
{
    /// <summary>Longest document, in bytes of UTF-8.</summary>
    public const int SizeLimit = 1024 * 1024;

    /// <summary>The format that a path's ending means; text for one that means none.</summary>
    public static DocumentFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".md" or ".markdown" => DocumentFormat.Markdown,
        ".html" or ".htm" => DocumentFormat.Html,
        _ => DocumentFormat.Text,
    };

    /// <summary>The text of a document. Throws <see cref="FormatException"/> with what is wrong when it is too long or not UTF-8.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > SizeLimit)
        {
            throw new FormatException("is longer than 1 MiB");
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("is not UTF-8");
        }
    }

    public static DocumentText Read(string text, DocumentFormat format) => format switch
    {
        DocumentFormat.Markdown => MarkdownReader.Read(text),
        DocumentFormat.Html => HtmlReader.Read(text),
        _ => PlainTextReader.Read(text),
    };
}
