using System.CommandLine;
using System.Net.Security;
using AiDesk.CommandLine.Connection;

namespace AiDesk.CommandLine.Health;

/// <summary>`aidesk health`: one question to a health endpoint, for images that have no shell and no other program to ask it with.</summary>
internal static class HealthCommand
{
    /// <summary>Longest time for the whole answer, in seconds.</summary>
    private const int Patience = 5;

    /// <summary>Most that is read and shown of an answer, in bytes.</summary>
    private const int AnswerLimit = 4096;

    public static Command Create()
    {
        var address = new Argument<string?>("address")
        {
            Description = "What to ask: http(s)://host:port/path or unix:/path. Default: readiness of the service that this environment configures.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var desk = new Option<bool>("--desk") { Description = "Of this environment's desk, and not of its policy service." };
        var tls = new TlsOptions();
        var command = new Command("health", "Ask whether a service is ready. Exit status: 0 it is (degraded too), 1 it is not, 3 nobody answers.") { address, desk };
        tls.AddTo(command);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var target = HealthTarget.Of(parsed.GetValue(address), parsed.GetValue(desk), Environment.GetEnvironmentVariable);
            using var handler = Handler(target, tls.Read(parsed));
            using var http = new HttpClient(handler, disposeHandler: false) { MaxResponseContentBufferSize = AnswerLimit, Timeout = TimeSpan.FromSeconds(Patience) };
            try
            {
                using var answer = await http.GetAsync(target.Address, cancellation).ConfigureAwait(false);
                var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
                terminal.Line($"{(int)answer.StatusCode} {Display.TerminalText.Visible(text.Trim(), keepLines: false)}");
                return answer.IsSuccessStatusCode ? ExitStatus.Done : ExitStatus.Faulty;
            }
            catch (HttpRequestException fault)
            {
                terminal.Problem($"{target}: {(fault.InnerException ?? fault).Message}");
                return ExitStatus.NoService;
            }
            catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
            {
                terminal.Problem($"{target}: no answer within {Patience} seconds");
                return ExitStatus.NoService;
            }
        });
        return command;
    }

    private static SocketsHttpHandler Handler(HealthTarget target, SslClientAuthenticationOptions? tls)
    {
        // The answer of a proxy or of where a redirection leads says nothing about this service.
        var handler = target.UnixPath is { } path ? UnixHandler.Create(path) : new SocketsHttpHandler();
        handler.UseProxy = false;
        handler.AllowAutoRedirect = false;
        if (tls is not null)
        {
            handler.SslOptions = tls;
        }

        return handler;
    }
}
