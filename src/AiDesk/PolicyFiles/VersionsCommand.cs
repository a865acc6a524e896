using System.CommandLine;
using System.Globalization;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy versions`: what was brought into force, newest first.</summary>
internal static class VersionsCommand
{
    public static Command Create()
    {
        var connection = new ConnectionOptions("admin", "aidesk-policy");
        var command = new Command("versions", "List the versions of a policy in the service's store, newest first.");
        connection.AddTo(command);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            using var service = connection.Open(parsed);
            var request = new Wire.ListPolicyVersionsRequest { PageSize = 1000 };
            do
            {
                var page = await service.Admin.ListPolicyVersionsAsync(request, service.Options(cancellation)).ResponseAsync.ConfigureAwait(false);
                foreach (var version in page.Versions)
                {
                    terminal.Line(TerminalText.Visible(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{(version.InForce ? '*' : ' ')} {version.Sequence} {version.Version} {version.CreateTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ} {version.Origin.ToString().ToLowerInvariant()} {version.Author} {version.Note}").TrimEnd(),
                        keepLines: false));
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return ExitStatus.Done;
        });
        return command;
    }
}
