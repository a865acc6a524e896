using System.CommandLine;
using AiDesk.CommandLine.Connection;
using AiDesk.Policy.Policies;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy put`: brings a tenant's folder into force on a service whose policies come from its store.</summary>
internal static class PutCommand
{
    public static Command Create()
    {
        var connection = new ConnectionOptions("admin", "aidesk-policy");
        var file = new Argument<string>("file") { Description = "The policy file; .txt and .md files of its folder go with it." };
        var expected = new Option<string>("--expected-version") { Description = "The version that was changed. Default: the one in force, whatever it is." };
        var note = new Option<string>("--note") { Description = "Why, for the index and the record.", DefaultValueFactory = _ => "" };
        var command = new Command("put", "Bring a policy into force. The service's policies must come from its store.") { file, expected, note };
        connection.AddTo(command);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var candidate = new CandidateFile(parsed.GetRequiredValue(file), null);
            using var service = connection.Open(parsed);
            var version = parsed.GetValue(expected) ?? (await service.Admin.GetPolicyAsync(new Wire.GetPolicyRequest(), service.Options(cancellation)).ResponseAsync.ConfigureAwait(false)).Version;
            var request = new Wire.PutPolicyRequest { ExpectedVersion = version, Note = parsed.GetRequiredValue(note) };
            request.Documents.AddRange(candidate.Documents.Where(document => !document.Key.StartsWith(PolicySources.BaseFolder + "/", StringComparison.Ordinal))
                .Select(document => new Wire.PolicyDocument { Path = document.Key[(candidate.Tenant.Length + 1)..], Text = document.Value }));
            var put = await service.Admin.PutPolicyAsync(request, service.Options(cancellation)).ResponseAsync.ConfigureAwait(false);
            foreach (var warning in put.Warnings)
            {
                terminal.Problem($"warning: {warning.File}:{warning.Line}:{warning.Column}: {warning.Problem}");
            }

            terminal.Line(put.Changed ? $"Version {put.Version} is in force." : $"Version {put.Version} was in force already.");
            return ExitStatus.Done;
        });
        return command;
    }
}
