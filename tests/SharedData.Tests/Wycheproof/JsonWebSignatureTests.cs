using System.Text;
using System.Text.Json;
using AiDesk.Identity;

namespace AiDesk.SharedData.Tests.Wycheproof;

/// <summary>
/// Each vector is a signature over any bytes, with the key as a JSON Web Key: what our parts (compact form, header, key set, signature) make of it must be the
/// vector's result. Vectors of algorithms that we do not accept are all refused.
/// </summary>
public sealed class JsonWebSignatureTests
{
    private static readonly string[] Accepted = ["RS256", "PS256", "ES256"];

    public static TheoryData<string, int> Vectors(string file)
    {
        using var document = WycheproofFile.Read(file);
        var rows = new TheoryData<string, int>();
        foreach (var test in document.RootElement.GetProperty("testGroups").EnumerateArray().SelectMany(group => group.GetProperty("tests").EnumerateArray()))
        {
            rows.Add(file, test.GetProperty("tcId").GetInt32());
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Vectors), "json_web_signature_test.json")]
    [MemberData(nameof(Vectors), "json_web_key_test.json")]
    public void Verify_Vector_IsItsResult(string file, int id)
    {
        using var document = WycheproofFile.Read(file);
        var (group, test) = Find(document, id);
        var expected = test.GetProperty("result").GetString() == "valid" && IsAcceptedAlgorithm(test.GetProperty("jws").GetString()!);

        Verifies(group, test.GetProperty("jws").GetString()!).ShouldBe(expected, test.GetProperty("comment").GetString());
    }

    [Theory]
    [InlineData("json_web_signature_test.json", 401, 16)]
    [InlineData("json_web_key_test.json", 26, 1)]
    public void Vectors_File_HasThoseThatWeKnow(string file, int vectors, int accepted)
    {
        using var document = WycheproofFile.Read(file);
        var tests = document.RootElement.GetProperty("testGroups").EnumerateArray()
            .SelectMany(group => group.GetProperty("tests").EnumerateArray())
            .ToArray();

        tests.Length.ShouldBe(vectors);
        tests.Count(test => test.GetProperty("result").GetString() == "valid" && IsAcceptedAlgorithm(test.GetProperty("jws").GetString()!)).ShouldBe(accepted);
    }

    private static (JsonElement Group, JsonElement Test) Find(JsonDocument document, int id)
    {
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                if (test.GetProperty("tcId").GetInt32() == id)
                {
                    return (group, test);
                }
            }
        }

        throw new KeyNotFoundException($"vector {id}");
    }

    private static bool Verifies(JsonElement group, string token)
    {
        var key = group.TryGetProperty("public", out var published) ? published : group.GetProperty("private");
        var set = key.TryGetProperty("keys", out _) ? key.GetRawText() : $$"""{"keys":[{{key.GetRawText()}}]}""";
        if (KeySet.Parse(Encoding.UTF8.GetBytes(set), out _) is not { } keys || CompactJws.Parse(token) is not { } jws)
        {
            return false;
        }

        using var json = StrictJson.ParseObject(jws.Header);
        return json is not null
            && TokenHeader.Read(json.RootElement, out var header, out _) == TokenProblem.None
            && keys.Find(header.KeyId) is { } found
            && found.Verify(header.Algorithm, jws.Signed, jws.Signature);
    }

    private static bool IsAcceptedAlgorithm(string token)
    {
        using var header = CompactJws.Parse(token) is { } jws ? StrictJson.ParseObject(jws.Header) : null;
        return header is not null && header.RootElement.TryGetProperty("alg", out var algorithm) && Accepted.Contains(algorithm.GetString());
    }
}
