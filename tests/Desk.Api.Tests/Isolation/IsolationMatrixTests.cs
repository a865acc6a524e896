using System.Net;
using System.Text;
using AiDesk.Agent.Web;
using AiDesk.Desk.ApiTests.Hosting;
using AiDesk.Identity;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit.Abstractions;

namespace AiDesk.Desk.ApiTests.Isolation;

/// <summary>Every call of the desk, over gRPC and over HTTP: another tenant's id and one that nobody has answer the same bytes, and nothing of a tenant is seen by the other.</summary>
public sealed class IsolationMatrixTests(RunningDesk desk, ITestOutputHelper output) : IClassFixture<RunningDesk>
{
    private const string A = "tienda-alba";
    private const string B = "harbour-pay";

    /// <summary>What the tenant itself is answered, where that is not OK: the call before it in the matrix decided otherwise, or the policy service does not know the decision.</summary>
    private static readonly Dictionary<string, string> Refusals = new(StringComparer.Ordinal)
    {
        ["RejectRun"] = "Aborted",
        ["DiscardSend"] = "FailedPrecondition",
        ["ResolveToolCall"] = "FailedPrecondition",
    };

    [Fact]
    public void Requests_EveryOperation_HasARow() =>
        DeskOperations.All.Select(operation => operation.Rpc.Name).Order(StringComparer.Ordinal).ShouldBe(MatrixRequests.All.Keys.Order(StringComparer.Ordinal), "a new RPC needs a row in MatrixRequests");

    [Fact]
    public async Task Operations_AllOfThem_KeepTenantsApart()
    {
        var ours = await TenantContents.CreateAsync(desk, A, "canary-of-alba-7f3a");
        var theirs = await TenantContents.CreateAsync(desk, B, "canary-of-harbour-91cc");
        var nobodys = ours with
        {
            Conversation = Guid.NewGuid(), PendingRun = Guid.NewGuid(), FailedRun = Guid.NewGuid(), HeldCall = Guid.NewGuid(), Review = Guid.NewGuid(), Document = Guid.NewGuid(), Canary = "nobody",
        };
        output.WriteLine("| call | other's id | random id | no token | wrong role | own | HTTP |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var operation in DeskOperations.All.OrderBy(operation => operation.Rpc.Name == "PostMessage" ? 2 : ChangesSomething(operation) ? 1 : 0))
        {
            var (namesOne, make) = MatrixRequests.All[operation.Rpc.Name];

            // In the other tenant's name, with what is ours.
            var other = await CallAsync(operation, make(ours), Caller(B, operation));
            var random = await CallAsync(operation, make(nobodys), Caller(B, operation));
            other.ShouldNotContain(ours.Canary, Case.Sensitive, operation.Method);
            if (namesOne)
            {
                other.ShouldStartWith("NotFound", Case.Sensitive, operation.Method);
                other.ShouldBe(random, operation.Method);
            }

            var nobody = await CallAsync(operation, make(ours), null);
            nobody.ShouldStartWith("Unauthenticated", Case.Sensitive, operation.Method);
            var wrong = await CallAsync(operation, make(ours), WrongRole(operation) is { } role ? desk.Token(A, role, "nobody-in-particular") : desk.Token(A, "service", "runtime"));
            wrong.ShouldStartWith("PermissionDenied", Case.Sensitive, operation.Method);
            var http = await HttpAsync(operation, make(ours), desk.Token(B, RoleOf(operation), "b"));
            http.Text.ShouldNotContain(ours.Canary, Case.Sensitive, operation.Path);
            if (namesOne)
            {
                http.Status.ShouldBe(HttpStatusCode.NotFound, operation.Path);
            }

            var own = await CallAsync(operation, make(ours), Caller(A, operation));
            own.ShouldNotContain(theirs.Canary, Case.Sensitive, operation.Method);
            Short(own).ShouldBe(Refusals.GetValueOrDefault(operation.Rpc.Name, "OK"), operation.Method + ": " + own);
            Short(other).ShouldBe(namesOne ? "NotFound" : "OK", operation.Method + ": " + other);
            Watched(desk.Logs.Lines, ours, theirs);
            output.WriteLine($"| {operation.Rpc.Name} | {Short(other)} | {Short(random)} | {Short(nobody)} | {Short(wrong)} | {Short(own)} | {operation.Verb} {operation.Path}: {(int)http.Status} |");
        }
    }

    /// <summary>Nobody's texts are in the log, neither tenant's.</summary>
    private static void Watched(IReadOnlyCollection<string> lines, TenantContents ours, TenantContents theirs)
    {
        lines.ShouldNotBeEmpty("the desk logs at least that it serves");
        lines.ShouldAllBe(line => !line.Contains(ours.Canary, StringComparison.Ordinal) && !line.Contains(theirs.Canary, StringComparison.Ordinal));
    }

    private static bool ChangesSomething(DeskOperation operation) => operation.Verb != "GET";

    private string Caller(string tenant, DeskOperation operation) => desk.Token(tenant, RoleOf(operation), "person-of-" + tenant);

    private static string RoleOf(DeskOperation operation) => operation.Roles.HasFlag(PrincipalRoles.Approver) ? "approver" : "admin";

    /// <summary>A role of the desk that may not make the call; null where every one may.</summary>
    private static string? WrongRole(DeskOperation operation) =>
        !operation.Roles.HasFlag(PrincipalRoles.Customer) ? "customer" : null;

    /// <summary>The code, a colon, and the whole answer or the whole error, details included.</summary>
    private async Task<string> CallAsync(DeskOperation operation, IMessage request, string? token)
    {
        var method = new Method<IMessage, IMessage>(
            MethodType.Unary, operation.Rpc.Service.FullName, operation.Rpc.Name, Marshallers.Create(message => message.ToByteArray(), operation.Rpc.InputType.Parser.ParseFrom), Marshallers.Create(message => message.ToByteArray(), bytes => operation.Rpc.OutputType.Parser.ParseFrom(bytes)));
        var headers = new Metadata();
        if (token is not null)
        {
            headers.Add("authorization", "Bearer " + token);
        }

        try
        {
            var answer = await desk.Invoker.AsyncUnaryCall(method, null, new CallOptions(headers, DateTime.UtcNow.AddSeconds(30)), request);
            return "OK: " + answer;
        }
        catch (RpcException refusal)
        {
            return $"{refusal.StatusCode}: {refusal.Status.Detail} {Convert.ToHexString(refusal.Trailers.GetValueBytes("grpc-status-details-bin") ?? [])}";
        }
    }

    private async Task<(HttpStatusCode Status, string Text)> HttpAsync(DeskOperation operation, IMessage request, string token)
    {
        var path = operation.Path;
        var query = new StringBuilder();
        foreach (var field in operation.Rpc.InputType.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(request);
            if (path.Contains("{" + field.Name + "}", StringComparison.Ordinal))
            {
                path = path.Replace("{" + field.Name + "}", Uri.EscapeDataString((string)value), StringComparison.Ordinal);
            }
            else if (operation.Verb == "GET" && value is string { Length: > 0 } text)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(field.Name).Append('=').Append(Uri.EscapeDataString(text));
            }
            else if (operation.Verb == "GET" && field.FieldType == FieldType.Message && value is not null)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(field.Name).Append('=').Append(Uri.EscapeDataString(JsonFormatter.Default.Format((IMessage)value).Trim('"')));
            }
        }

        using var call = new HttpRequestMessage(new HttpMethod(operation.Verb), path + query);
        call.Headers.Authorization = new("Bearer", token);
        if (operation.Verb != "GET")
        {
            call.Content = new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json");
        }

        using var response = await desk.Http.SendAsync(call);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Short(string answer) => answer[..answer.IndexOf(':', StringComparison.Ordinal)];
}
