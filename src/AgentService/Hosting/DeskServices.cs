using AiDesk.Agent.Configuration;
using AiDesk.Agent.Demo;
using AiDesk.Agent.Graph;
using AiDesk.Agent.Grpc;
using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Metrics;
using AiDesk.Agent.Models;
using AiDesk.Agent.Outbox.Channels;
using AiDesk.Agent.Pages.Chat;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Pages.Interventions;
using AiDesk.Agent.Pages.Knowledge;
using AiDesk.Agent.Pages.Runs;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.Web;
using AiDesk.Identity;
using AiDesk.Transport;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AiDesk.Agent.Hosting;

/// <summary>Every service of the host: each is one for the process.</summary>
internal static class DeskServices
{
    private const int MaxMessageBytes = 6 * 1024 * 1024;
    private const string UnixPrefix = "unix:";

    public static void Add(WebApplicationBuilder builder, AgentServiceOptions options, string postgres, TimeProvider clock)
    {
        var services = builder.Services;
        AddLogging(builder.Logging, services, options);
        services.AddSingleton(options);
        services.AddSingleton(clock);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Shutdown);
        services.AddRoutingCore();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.Interceptors.Add<DeskInterceptor>();
        });
        services.AddGrpcHealth();
        services.AddSingleton<OperationCalls>();
        services.AddSingleton(new DeskDatabase(postgres));
        AddIdentity(services, options);
        AddPolicy(services, options);
        services.AddSingleton(_ => new DeskPages(SigningKeys.Load(options.Keys, options.StateDirectory)));
        services.AddDeskRuns(webhooks: new WebhookOptions { AllowedHosts = options.WebhookHosts.ToHashSet(StringComparer.OrdinalIgnoreCase), Keys = WebhookKeys.Parse(options.WebhookKeys) });
        services.AddDeskKnowledge(new KnowledgeOptions(options.KnowledgeFolder ?? Path.Combine(options.StateDirectory, "knowledge"), options.KnowledgeHosts));
        services.AddDeskGraph(new GraphOptions { Workers = options.Workers, Model = ModelOf(options), Limits = new GraphLimits { ModelTime = options.ModelTimeout } });
        services.AddSingleton<DemoHistory>();
        services.AddSingleton<LiveDemo>();
        services.AddSingleton<DemoSeed>();
        services.AddSingleton<MessagePosting>();
        services.AddSingleton<BudgetUse>();
        services.AddSingleton<Dashboard>();
        services.AddSingleton<MetricRows>();
        services.AddSingleton<ConversationRuns>();
        services.AddSingleton<PolicyDesk>();
        AddPages(services, options);
    }

    private static void AddPages(IServiceCollection services, AgentServiceOptions options)
    {
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<SiteOrigin>();
        services.AddSingleton<DeskProfiles>();
        services.AddSingleton(provider => new PageSession(
            SigningKeys.Load(options.Keys, options.StateDirectory), provider.GetRequiredService<SiteOrigin>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RunSurroundings>();
        services.AddSingleton<InterventionFeed>();
        services.AddSingleton<KnowledgePlaces>();
        services.AddSingleton<ChatReads>();
    }

    private static ModelEndpoint? ModelOf(AgentServiceOptions options) =>
        options.ModelAddress is { } address ? new ModelEndpoint { BaseUrl = address, Model = options.ModelName, Key = options.ModelKey ?? "none" } : null;

    private static void AddLogging(ILoggingBuilder logging, IServiceCollection services, AgentServiceOptions options)
    {
        if (options.LogsJson)
        {
            logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }

        // Standard output belongs to whoever started the service.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("AiDesk", LogLevel.Information);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    private static void AddIdentity(IServiceCollection services, AgentServiceOptions options)
    {
        services.AddSingleton(new PrincipalCache());
        services.AddSingleton(new IdentitySettings(options.Audience, options.Issuer, options.Jwks, options.Development ? options.StateDirectory : null));
        services.AddSingleton<TrustedIssuers>();
        services.AddSingleton(provider => new TokenValidator(
            provider.GetRequiredService<TrustedIssuers>().All, provider.GetRequiredService<PrincipalCache>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DeskIdentity>();
    }

    private static void AddPolicy(IServiceCollection services, AgentServiceOptions options)
    {
        services.AddSingleton(_ => DeskKey.Load(options));
        services.AddSingleton<IPolicyTokens>(provider => new PolicyTokens(
            new TokenMinter(provider.GetRequiredService<DeskKey>().Key, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<DeskKey>().Issuer),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PolicyConnection(Channel(options.PolicyAddress), provider.GetRequiredService<IPolicyTokens>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static GrpcChannel Channel(string address) => address.StartsWith(UnixPrefix, StringComparison.Ordinal)
        ? GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create(address[UnixPrefix.Length..]), DisposeHttpClient = true })
        : GrpcChannel.ForAddress(address);
}
