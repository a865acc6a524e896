using System.Security.Cryptography;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Security;

/// <summary>The key ring of this service: configured, or in Development made once and kept in the state folder, so that a restart does not void what was signed.</summary>
internal static class SigningKeys
{
    private const string FileName = "signing-keys";

    /// <summary>Throws <see cref="FormatException"/> for keys that cannot be read.</summary>
    public static KeyRing Load(PolicyServiceOptions options)
    {
        if (options.Keys is { } configured)
        {
            return KeyRing.Parse(configured);
        }

        var path = Path.Combine(options.StateDirectory, FileName);
        if (!File.Exists(path))
        {
            PrivateFolder.Create(options.StateDirectory);
            PrivateFile.CreateIfAbsent(path, "dev:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyRing.SecretLength)));
        }

        return KeyRing.Parse(File.ReadAllText(path).Trim());
    }
}
