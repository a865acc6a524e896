using System.Security.Cryptography;

namespace AiDesk.Identity;

/// <summary>The key ring of a service: configured, or in Development made once and kept in the state folder, so that a restart does not void what was signed.</summary>
internal static class SigningKeys
{
    private const string FileName = "signing-keys";

    /// <param name="configured">As <see cref="KeyRing.Parse"/> takes them; null for those of the state folder.</param>
    /// <param name="stateDirectory">Where they are kept otherwise.</param>
    /// <exception cref="FormatException">The keys cannot be read.</exception>
    public static KeyRing Load(string? configured, string stateDirectory)
    {
        if (configured is not null)
        {
            return KeyRing.Parse(configured);
        }

        var path = Path.Combine(stateDirectory, FileName);
        if (!File.Exists(path))
        {
            PrivateFolder.Create(stateDirectory);
            PrivateFile.CreateIfAbsent(path, "dev:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyRing.SecretLength)));
        }

        return KeyRing.Parse(File.ReadAllText(path).Trim());
    }
}
