using System.Text;

namespace AiDesk.CommandLine.Checks;

/// <summary>A file, or standard input, as one text.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole text as it is, line ends and all. Bytes that are not UTF-8 are a failure, as what is judged must be what was given.</summary>
    public static string Read(string file)
    {
        using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        using var reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: false);
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException fault)
        {
            throw CommandFailure.Usage($"{file}: not UTF-8: {fault.Message}");
        }
    }
}
