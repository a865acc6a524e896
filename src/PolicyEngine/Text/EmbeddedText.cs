namespace AiDesk.Policy.Text;

/// <summary>The texts that ship inside the assembly. Reading one is no I/O of the engine's: it is its own code page.</summary>
internal static class EmbeddedText
{
    /// <summary>The whole of a resource, by its path under the project with forward slashes. A missing one is a broken build, not an input.</summary>
    public static string Read(string path)
    {
        using var reader = new StreamReader(Open(path));
        return reader.ReadToEnd();
    }

    /// <summary>As <see cref="Read"/>, of a resource that is no text.</summary>
    public static byte[] ReadBytes(string path)
    {
        using var stream = Open(path);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Stream Open(string path) => typeof(EmbeddedText).Assembly.GetManifestResourceStream(path)
        ?? throw new InvalidOperationException($"resource {path} is not in the assembly");
}
