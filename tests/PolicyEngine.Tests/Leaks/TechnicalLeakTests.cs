using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

/// <summary>Stack traces of further languages, database errors, infrastructure, and one-line traces.</summary>
public class TechnicalLeakTests
{
    private readonly FindingList _findings = new();

    [Theory]
    [InlineData("cpp", "#0  0x000055d4 in find (id=7) at orders.cpp:12\n#1  0x000055d9 in main () at main.cpp:3")]
    [InlineData("cpp", "==7==ERROR: AddressSanitizer\n    #0 0x4a1f00 in find /srv/orders.cpp:12:5")]
    [InlineData("swift", "3   Desk   0x0000000104a1b2c3 Desk + 124\n4   Desk   0x0000000104a1b2d9 Desk + 480")]
    [InlineData("elixir", "** (RuntimeError) no\n    (desk 0.1.0) lib/orders.ex:12: Desk.Orders.find/1")]
    [InlineData("perl", "no such order at /srv/orders.pl line 12.")]
    [InlineData("java", "Exception in thread \"main\" java.lang.IllegalStateException at desk.orders.Main.find(Orders.kt:12) at desk.Main.main(Main.kt:3)")]
    [InlineData("dotnet", "It says System.Exception: no at Desk.Orders.Find() in C:\\src\\orders.cs:line 12")]
    [InlineData("javascript", "find@https://desk.shopwell.com/orders.js:12:5\nmain@https://desk.shopwell.com/orders.js:3:1")]
    [InlineData("php", "PHP Fatal error:  Uncaught Exception: no in /srv/orders.php:12")]
    [InlineData("php", "Warning: Undefined variable $id in orders.php on line 12")]
    [InlineData("go", "panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.find()\n\t/srv/orders.go:12 +0x1d")]
    [InlineData("dart", "Unhandled exception:\n#0      find (package:desk/orders.dart:12:5)")]
    public void Inspect_StackTrace_IsFound(string language, string trace)
    {
        var text = $"Sorry.\n{trace}\n\n\n\n\nPlease try again.";
        Inspect(text);
        _findings.Items.ToArray().ShouldContain(f => f.Code == "leak.stack_trace." + language, string.Join(", ", _findings.Items.ToArray().Select(f => f.Code)));
        var redacted = Redactor.Redact(text, _findings, "text");
        redacted.ShouldEndWith("Please try again.");
        redacted.ShouldNotContain("orders.");
    }

    [Theory]
    [InlineData("ORA-00942: table or view does not exist")]
    [InlineData("SQLSTATE[42S02]: Base table or view not found")]
    [InlineData("ERROR: duplicate key value violates unique constraint \"orders_pkey\"")]
    [InlineData("You have an error in your SQL syntax near ''")]
    [InlineData("no such table: orders")]
    public void Inspect_DatabaseError_IsFoundByTheLine(string error)
    {
        Inspect($"Sorry:\n{error}\nTry later.");
        var found = _findings.Items.ToArray().ShouldHaveSingleItem();
        (found.Code, found.Start, found.End).ShouldBe(("leak.sql_error", 7, 7 + error.Length));
    }

    [Theory]
    [InlineData("arn:aws:s3:::desk-backups/2026")]
    [InlineData("orders.cluster-x.eu-west-1.rds.amazonaws.com:5432")]
    [InlineData("redis.desk.svc.cluster.local")]
    [InlineData("desk.database.windows.net")]
    [InlineData("db7.internal:5432")]
    public void Inspect_Infrastructure_IsFoundExactly(string name)
    {
        Inspect($"It runs on {name}, I think.");
        var found = _findings.Items.ToArray().ShouldHaveSingleItem();
        (found.Code, found.Start, found.End).ShouldBe(("leak.infrastructure", 11, 11 + name.Length));
    }

    [Theory]
    [InlineData("see file:///home/desk/orders.csv now", "file:///home/desk/orders.csv")]
    [InlineData("see ~/.ssh/id_rsa now", "~/.ssh/id_rsa")]
    [InlineData("see %APPDATA%\\Desk\\config.json now", "%APPDATA%\\Desk\\config.json")]
    public void Inspect_Path_IsFoundExactly(string text, string place)
    {
        Inspect(text);
        text[_findings.Items.ToArray().ShouldHaveSingleItem().Start.._findings[0].End].ShouldBe(place);
    }

    private void Inspect(string text) => LeakDetector.Inspect(text, "text", LeakOptions.Default, _findings);
}
