using System.Text.Json;

namespace AiDesk.SharedData.Tests.Wycheproof;

/// <summary>The vectors of C2SP/wycheproof.</summary>
internal static class WycheproofFile
{
    public static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllBytes(DataFolder.Of("wycheproof/testvectors_v1/" + name)));
}
