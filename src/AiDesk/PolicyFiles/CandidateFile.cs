using System.Text.RegularExpressions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Policies;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>
/// A policy document that may lie anywhere, with what belongs to it: prompts beside it, and the bases in <c>_base</c> beside its folder. It need not be
/// called policy.yaml, so that a candidate can lie next to the policy that it may replace.
/// </summary>
internal sealed partial class CandidateFile
{
    /// <summary>Throws <see cref="CommandFailure"/> when it cannot be read or names no tenant.</summary>
    public CandidateFile(string file, string? tenant)
    {
        var full = Path.GetFullPath(file);
        if (!File.Exists(full))
        {
            throw CommandFailure.Usage($"{file} is no file.");
        }

        var text = File.ReadAllText(full);
        Tenant = tenant ?? (TenantLine().Match(text) is { Success: true } named ? named.Groups[1].Value : throw CommandFailure.Usage($"{file} names no tenant: give --tenant."));
        var folder = Path.GetDirectoryName(full)!;
        var root = Path.GetDirectoryName(folder) ?? folder;
        foreach (var (path, beside) in Beside(root, Path.GetFileName(folder)))
        {
            Documents[$"{Tenant}/{path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]}"] = beside;
        }

        foreach (var (path, based) in Beside(root, PolicySources.BaseFolder))
        {
            Documents[path] = based;
        }

        Documents[$"{Tenant}/{PolicySources.FileName}"] = text;
    }

    public string Tenant { get; }

    /// <summary>By path from a policies directory down.</summary>
    public Dictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>Throws <see cref="CommandFailure"/> with every error.</summary>
    public PolicySnapshot Compile()
    {
        var compilation = new PolicyCompiler().Compile(new PolicySources { Tenant = Tenant, Documents = Documents });
        return compilation.Snapshot ?? throw new CommandFailure(ExitStatus.Faulty, string.Join('\n', compilation.Errors));
    }

    private static IReadOnlyDictionary<string, string> Beside(string root, string folder) =>
        Directory.Exists(Path.Combine(root, folder)) ? new TenantFolderReader(root, folder).Read().Documents : new Dictionary<string, string>(StringComparer.Ordinal);

    [GeneratedRegex("^tenant:[ \t]*[\"']?([a-z0-9-]+)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex TenantLine();
}
