using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace AiDesk.Identity;

/// <summary>
/// The usable keys of a JSON Web Key Set (RFC 7517 section 5), by id. Keys for other purposes and of other types are left out and named in
/// <see cref="Faults"/>; two usable keys of one id, or a secret in the set, make the whole set unusable.
/// </summary>
internal sealed class KeySet
{
    /// <summary>Greatest size of a document, in bytes.</summary>
    public const int SizeLimit = 256 * 1024;

    /// <summary>Most keys of a document.</summary>
    public const int KeyLimit = 64;

    private readonly FrozenDictionary<string, VerificationKey> _keys;

    public KeySet(IEnumerable<VerificationKey> keys, ImmutableArray<string> faults = default)
    {
        _keys = keys.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
        Faults = faults.IsDefault ? [] : faults;
    }

    public static KeySet Empty { get; } = new([]);

    public int Count => _keys.Count;

    /// <summary>True when the other set has every key of this one, under the same id.</summary>
    public bool IsKeptBy(KeySet other) => _keys.Values.All(key => other.Find(key.Id)?.Thumbprint == key.Thumbprint);

    /// <summary>What was left out and why, for the log.</summary>
    public ImmutableArray<string> Faults { get; }

    /// <summary>
    /// The key for a token; null when there is none. A token without a key id (null) is served only by a set of one key: with more it would be ambiguous.
    /// </summary>
    public VerificationKey? Find(string? id)
    {
        if (id is not null)
        {
            return _keys.GetValueOrDefault(id);
        }

        return _keys.Count == 1 ? _keys.Values[0] : null;
    }

    /// <summary>Null with the fault in <paramref name="fault"/> when the document is no key set, has no usable key, or is ambiguous.</summary>
    public static KeySet? Parse(ReadOnlyMemory<byte> utf8, out string fault)
    {
        fault = "not a JSON Web Key Set of at most 256 KiB and 64 keys";
        if (utf8.Length > SizeLimit)
        {
            return null;
        }

        using var document = StrictJson.ParseObject(utf8);
        if (document is null || !document.RootElement.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() > KeyLimit)
        {
            return null;
        }

        var keys = new List<VerificationKey>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var faults = ImmutableArray.CreateBuilder<string>();
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("kty", out var type) && StrictJson.TextOf(type) == "oct")
            {
                fault = $"keys[{index}] is a shared secret, which has no place in a published set";
                return null;
            }

            if (JsonWebKey.Read(element, out var reason) is not { } key)
            {
                faults.Add($"keys[{index}]: {reason}");
            }
            else if (ids.Add(key.Id))
            {
                keys.Add(key);
            }
            else
            {
                fault = $"two keys have the id '{key.Id}'";
                return null;
            }

            index++;
        }

        if (keys.Count == 0)
        {
            fault = faults.Count == 0 ? "the set holds no key" : "the set holds no usable key; " + string.Join("; ", faults);
            return null;
        }

        fault = "";
        return new KeySet(keys, faults.ToImmutable());
    }
}
