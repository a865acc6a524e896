using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using AiDesk.Tests.Running;

namespace AiDesk.Client.Tests.Package;

/// <summary>The package as an application takes it.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pack_Package_HasFewDependenciesAndItsReadme()
    {
        await using var package = await ZipFile.OpenReadAsync(await PackAsync());

        await using var manifest = await package.Entries.Single(entry => entry.Name == "AiDesk.Client.nuspec").OpenAsync();
        var dependencies = XDocument.Load(manifest).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal);
        string.Join(" ", dependencies).ShouldBe("Google.Protobuf Microsoft.Extensions.AI.Abstractions Microsoft.Extensions.Logging.Abstractions");
        package.Entries.ShouldContain(entry => entry.FullName == "README.md");
        package.Entries.Single(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).Name.ShouldBe("AiDesk.Client.dll");
    }

    /// <summary>The application has public types of the names that the package has inside; it builds, and both are used.</summary>
    [Fact]
    public async Task Application_WithTypesOfTheSameNames_BuildsAndRuns()
    {
        var package = await PackAsync();
        _folder.Write("application/Application.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <NoWarn>NU1603</NoWarn>
                <RestoreAdditionalProjectSources>{Path.GetDirectoryName(package)}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{_folder.In("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{PackagesOfThisUser}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="AiDesk.Client" Version="{Path.GetFileNameWithoutExtension(package)["AiDesk.Client.".Length..]}" /></ItemGroup>
            </Project>
            """);
        _folder.Write("application/Program.cs", """
            using AiDesk.Client;
            using AiDesk.Policy.V1;
            using Grpc.Core;
            using Grpc.Net.Client;

            using var client = new PolicyClient(new PolicyClientOptions { Address = "127.0.0.1:9", Attempts = 1, Deadline = TimeSpan.FromSeconds(20) });
            try
            {
                await client.CheckInputAsync(new CheckInputRequest());
            }
            catch (PolicyUnavailableException refused)
            {
                Console.WriteLine($"{refused.Code} {new Metadata().Own} {new RpcException().Own} {new GrpcChannel().Own} {new Google.Rpc.Status().Own}");
            }

            namespace Grpc.Core
            {
                public sealed class Metadata { public string Own => "metadata"; }
                public sealed class RpcException : Exception { public string Own => "exception"; }
                public enum StatusCode { Ours }
            }

            namespace Grpc.Net.Client
            {
                public sealed class GrpcChannel { public string Own => "channel"; }
            }

            namespace Google.Rpc
            {
                public sealed class Status { public string Own => "status"; }
            }
            """);

        var project = _folder.In("application/Application.csproj");
        await DotnetAsync("build", project, "-c", "Release", "-m:1", "--nologo", "--disable-build-servers");
        var output = await DotnetAsync(_folder.In("application/bin/Release/net10.0/Application.dll"));

        output.Trim().ShouldBe("UNAVAILABLE metadata exception channel status");
    }

    private static string PackagesOfThisUser
        => Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private async Task<string> PackAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await DotnetAsync("pack", Repository.In("src", "Clients", "dotnet", "AiDesk.Client.csproj"), "-c", configuration, "--no-build", "--nologo", "-m:1", "-o", _folder.In("feed"));
        return Directory.EnumerateFiles(_folder.In("feed"), "*.nupkg").Single();
    }

    private static async Task<string> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // The runner of these tests sets these for itself.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{await output}\n{await errors}");
        return await output;
    }
}
