using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Policies;

/// <summary>
/// Compiles each distinct text once, however many tenants say the same: a thousand tenants of one base share its word lists, patterns, prompts and schemas.
/// Bounded; safe to share between threads. The only place where policies meet the compilers of other folders.
/// </summary>
internal sealed class CompiledTexts
{
    /// <summary>Distinct texts of a kind that are kept; at more, the cache begins anew.</summary>
    private const int Limit = 8192;

    private readonly ConcurrentDictionary<string, CompiledWords> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PromptIndex> _prompts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Regex> _patterns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CompiledSchema> _schemas = new(StringComparer.Ordinal);

    public CompiledWords Words(ImmutableArray<string> words) =>
        words.IsEmpty ? CompiledWords.None : Room(_words).GetOrAdd(Joined(words), static (_, list) => CompileWords(list), words);

    /// <param name="texts">The prompts.</param>
    /// <param name="spoken">A sentence of theirs that the model is meant to say; empty for none.</param>
    public PromptIndex Prompts(ImmutableArray<string> texts, string spoken) =>
        texts.IsEmpty ? PromptIndex.Empty : Room(_prompts).GetOrAdd(Joined([spoken, .. texts]), static (_, prompts) => PromptIndex.Build(prompts.texts, [prompts.spoken]), (texts, spoken));

    /// <summary>Under the non-backtracking engine. Throws what <see cref="Regex"/> throws for a pattern that it refuses.</summary>
    public Regex Pattern(string pattern) =>
        Room(_patterns).GetOrAdd(pattern, static text => new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    public CompiledSchema Schema(string json) => Room(_schemas).GetOrAdd(json, static text => CompileSchema(text));

    private static ConcurrentDictionary<string, T> Room<T>(ConcurrentDictionary<string, T> cache)
    {
        if (cache.Count >= Limit)
        {
            cache.Clear();
        }

        return cache;
    }

    /// <summary>Lengths first: ["a,b"] and ["a","b"] are different lists.</summary>
    private static string Joined(ImmutableArray<string> texts)
    {
        var joined = new StringBuilder();
        foreach (var text in texts)
        {
            joined.Append(text.Length).Append(':').Append(text);
        }

        return joined.ToString();
    }

    private static CompiledWords CompileWords(ImmutableArray<string> words)
    {
        var faults = new List<WordListError>();
        return new CompiledWords(WordList.Compile(words, faults), [.. faults.Select(fault => (fault.Index, fault.Message))]);
    }

    private static CompiledSchema CompileSchema(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var faults = new List<SchemaFault>();
        var schema = ArgumentSchema.TryCompile(bytes, faults);
        return new CompiledSchema(schema, bytes, [.. faults.Select(fault => (fault.Pointer, fault.Problem))]);
    }
}

/// <summary>A word list as it is kept, and which of its words, by index, cannot be looked for.</summary>
internal sealed record CompiledWords(WordList List, ImmutableArray<(int Index, string Problem)> Faults)
{
    public static CompiledWords None { get; } = new(WordList.Empty, []);
}

/// <summary>A schema as it is kept: compiled, as it was written, and what is wrong with it.</summary>
internal sealed record CompiledSchema(ArgumentSchema? Schema, ReadOnlyMemory<byte> Json, ImmutableArray<(string Pointer, string Problem)> Faults);
