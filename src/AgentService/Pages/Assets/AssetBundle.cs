using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AiDesk.Agent.Pages.Assets;

/// <summary>
/// Styles, scripts and images of the pages, from the assembly. Their address has a hash of all of them in it, so that a browser keeps them for ever and
/// never mixes two versions; scripts import one another beside themselves.
/// </summary>
internal static class AssetBundle
{
    private const string Prefix = "desk.";

    private static readonly FrozenDictionary<string, Asset> Assets = Load();
    private static readonly string Version = VersionOf(Assets);

    public static IEnumerable<string> Names => Assets.Keys;

    /// <summary>As /assets/0123abcd/desk.css. Throws <see cref="KeyNotFoundException"/>.</summary>
    public static string PathOf(string name) => Assets.ContainsKey(name) ? $"/assets/{Version}/{name}" : throw new KeyNotFoundException($"there is no asset '{name}'");

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/assets/{version}/{name}", Answer);

    /// <summary>An older version's name answers with today's bytes, which are then not kept: a page that is open over an upgrade still works.</summary>
    private static IResult Answer(HttpContext http, string version, string name)
    {
        if (!Assets.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = version == Version ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(asset.Bytes, asset.Type);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var found = new Dictionary<string, Asset>(StringComparer.Ordinal);
        var styles = new MemoryStream();

        // One style sheet of all, the base first: its rules are what the others change.
        foreach (var name in Resources(assembly, "styles.").OrderBy(name => name != Prefix + "styles.base.css").ThenBy(name => name, StringComparer.Ordinal))
        {
            styles.Write(Read(assembly, name));
            styles.WriteByte((byte)'\n');
        }

        found["desk.css"] = new Asset(styles.ToArray(), "text/css; charset=utf-8");
        foreach (var name in Resources(assembly, "scripts.").Where(name => name.EndsWith(".js", StringComparison.Ordinal)))
        {
            found[name[(Prefix + "scripts.").Length..]] = new Asset(Read(assembly, name), "text/javascript; charset=utf-8");
        }

        foreach (var name in Resources(assembly, "images."))
        {
            found[name[(Prefix + "images.").Length..]] = new Asset(Read(assembly, name), "image/svg+xml");
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Resources(Assembly assembly, string kind) => assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix + kind, StringComparison.Ordinal));

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string VersionOf(FrozenDictionary<string, Asset> assets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, asset) in assets.OrderBy(asset => asset.Key, StringComparer.Ordinal))
        {
            hash.AppendData(asset.Bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private sealed record Asset(byte[] Bytes, string Type);
}
