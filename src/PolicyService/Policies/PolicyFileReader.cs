using System.Text;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Policies;

/// <summary>Reads one file as text, or says why not.</summary>
internal sealed class PolicyFileReader(string root)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's text and size; null with an error in <paramref name="errors"/>.</summary>
    public (string Text, long Bytes)? Read(string file, string shown, ICollection<PolicyError> errors)
    {
        try
        {
            if (RealPath.Of(file) is not { } real || !RealPath.IsWithin(real, root))
            {
                errors.Add(new PolicyError(shown, 1, 1, "", "is a link that leads out of the policies directory, or nowhere"));
                return null;
            }

            // Pipes and devices are 0 bytes long and are not read: opening one could wait for ever.
            var length = new FileInfo(real).Length;
            if (length > PolicyFolderLimits.FileBytes)
            {
                errors.Add(new PolicyError(shown, 1, 1, "", $"is {length} bytes long; at most {PolicyFolderLimits.FileBytes} are read"));
                return null;
            }

            var bytes = length == 0 ? [] : ReadBytes(real);
            return (Strict.GetString(bytes), bytes.Length);
        }
        catch (DecoderFallbackException invalid)
        {
            errors.Add(new PolicyError(shown, 1, 1, "", $"is not UTF-8: the byte at {invalid.Index} does not belong to a character"));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            errors.Add(new PolicyError(shown, 1, 1, "", $"cannot be read: {unreadable.GetType().Name}"));
        }

        return null;
    }

    /// <summary>At most the limit, even of a file that grows while it is read.</summary>
    private static byte[] ReadBytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[PolicyFolderLimits.FileBytes + 1];
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return read <= PolicyFolderLimits.FileBytes ? buffer[..read] : throw new IOException("grew while it was read");
    }
}
