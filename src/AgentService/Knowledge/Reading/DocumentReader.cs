using System.Text;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Reads documents of every format into blocks. Every method throws <see cref="FormatException"/> with what is wrong, as the end of a sentence.</summary>
internal static class DocumentReader
{
    /// <summary>Longest document, in bytes of UTF-8.</summary>
    public const int SizeLimit = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The format that a path's ending means; text for one that means none.</summary>
    public static DocumentFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".md" or ".markdown" => DocumentFormat.Markdown,
        ".html" or ".htm" => DocumentFormat.Html,
        _ => DocumentFormat.Text,
    };

    public static bool IsTooLong(string text) => text.Length > SizeLimit || Encoding.UTF8.GetByteCount(text) > SizeLimit;

    /// <summary>The text of a file.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > SizeLimit)
        {
            throw new FormatException("is longer than 1 MiB");
        }

        try
        {
            return Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("is not UTF-8");
        }
    }

    /// <summary>A document without any text is refused: an empty answer of a server that is out of order would otherwise drop what the document says.</summary>
    public static DocumentText Read(string text, DocumentFormat format)
    {
        var read = format switch
        {
            DocumentFormat.Markdown => MarkdownReader.Read(text),
            DocumentFormat.Html => HtmlReader.Read(text),
            _ => PlainTextReader.Read(text),
        };
        return read.Blocks.Count > 0 ? read : throw new FormatException("has no text");
    }
}
