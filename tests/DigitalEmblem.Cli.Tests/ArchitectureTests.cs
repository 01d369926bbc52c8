using System.Reflection;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// The rules of the house. Where one breaks, a check can be skipped, a result edited, or a package drags in what its users did not ask for.
/// </summary>
public class ArchitectureTests
{
    private static readonly Assembly Core = typeof(Cwt).Assembly;
    private static readonly Assembly Verification = typeof(EmblemVerifier).Assembly;
    private static readonly Assembly Discovering = typeof(EmblemChecker).Assembly;

    private static readonly Assembly[] Packages =
        [
            Core, Verification, Discovering, typeof(PublishedRecords).Assembly, typeof(CommitmentStore).Assembly,
            typeof(EmblemVerificationOptions).Assembly
        ];

    [Fact]
    public void References_OfEachAssembly_AreThoseItMayKnow()
    {
        Dictionary<string, string[]> beside = Packages.Append(typeof(EmblemCommand).Assembly).ToDictionary(
            a => a.GetName().Name!,
            a => BeyondTheFramework(a).Where(n => !n.StartsWith("DigitalEmblem", StringComparison.Ordinal)).ToArray());
        Assert.Equal(
            ["NSec.Cryptography", "System.Formats.Cbor", "System.Security.Cryptography.Cose", "System.Security.Cryptography.Pkcs"],
            beside["DigitalEmblem"]);
        Assert.Empty(beside["DigitalEmblem.Verifier"]);
        Assert.Equal(["DnsClient"], beside["DigitalEmblem.Discovery"]);
        Assert.Empty(beside["DigitalEmblem.Publishing"]);
        // SQLitePCLRaw comes with Microsoft.Data.Sqlite; it ends a query of a store that never ends.
        Assert.Equal(["Microsoft.Data.Sqlite", "SQLitePCLRaw.core"], beside["DigitalEmblem.Store"]);
        Assert.Equal(
            [
                "Microsoft.Extensions.Caching.Abstractions",
                "Microsoft.Extensions.Caching.Hybrid",
                "Microsoft.Extensions.Caching.Memory",
                "Microsoft.Extensions.Configuration.Abstractions",
                "Microsoft.Extensions.DependencyInjection",
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Diagnostics.HealthChecks",
                "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions",
                // Relative paths in settings start at the host's content root.
                "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Http",
                "Microsoft.Extensions.Http.Resilience",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options",
                // What the resilience handler brings makes the methods of log lines, and they use it.
                "Microsoft.Extensions.Telemetry.Abstractions",
                "Polly.Core",
                "System.Formats.Cbor",
            ],
            beside["DigitalEmblem.Extensions"]);
        Assert.Equal(
            ["AWSSDK.Core", "AWSSDK.S3", "Npgsql", "Spectre.Console", "Spectre.Console.Ansi", "System.CommandLine"],
            beside["emblem"].Where(n => n != "System.Formats.Cbor"));
    }

    /// <summary>A project of tests that the script does not name passes for ever.</summary>
    [Fact]
    public void Tests_OfEachProject_AreRunByTheScript()
    {
        string all = string.Join(' ', File.ReadLines(Path.Combine(Repository.Root, "test.sh"))
            .Where(l => l.Contains("run_tests \"$in_ci\" ", StringComparison.Ordinal)));
        Assert.All(
            Directory.GetDirectories(Path.Combine(Repository.Root, "tests"), "DigitalEmblem.*Tests"),
            folder => Assert.Contains(Path.GetFileName(folder)["DigitalEmblem.".Length..], all.Split(' ')));
    }

    /// <summary>DnsClient's holes are closed in one file; a second file that used it could open them again.</summary>
    [Fact]
    public void DnsClient_IsKnownToOneType() => Assert.Equal(
        [nameof(LookupClientExchange)],
        Packages.SelectMany(a => a.GetTypes())
            .Where(t => t.GetMembers(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Any(m => (m as FieldInfo)?.FieldType.Namespace == "DnsClient" || (m as MethodBase)?.GetParameters()
                    .Any(p => p.ParameterType.Namespace?.StartsWith("DnsClient", StringComparison.Ordinal) == true) == true))
            .Select(t => (t.DeclaringType ?? t).Name)
            .Distinct());

    /// <summary>
    /// Verify and decide open nothing: only those who gather know a way to the network or to files. The banned symbols
    /// hold the core too, which knows addresses.
    /// </summary>
    [Fact]
    public void Verifier_WaysOut_AreUnknown() => Assert.DoesNotContain(Verification.GetTypes(), KnowsAWayOut);

    private static bool KnowsAWayOut(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .SelectMany(m => m switch
        {
            FieldInfo field => [field.FieldType],
            MethodBase method => [
                .. method.GetParameters().Select(p => p.ParameterType),
                .. method.GetMethodBody()?.LocalVariables.Select(l => l.LocalType) ?? [],
                .. method is MethodInfo { ReturnType: var returned } ? [returned] : Type.EmptyTypes],
            _ => Type.EmptyTypes,
        })
        .SelectMany(t => t.GetGenericArguments().Append(t))
        .Any(t => t.Namespace is { } name && (name.StartsWith("System.Net", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Data", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
            || name.StartsWith("StackExchange", StringComparison.Ordinal)
            || name is "System.IO" or "System.Diagnostics"));

    [Fact]
    public void PublicTypes_CannotBeEditedOrExtended()
    {
        // Filled by an application's configuration before anything is built from it, as the options of Microsoft.Extensions are.
        Type[] filled = [typeof(EmblemVerificationOptions)];
        foreach (Type type in PublicTypes())
        {
            Assert.True(type.IsSealed || type.IsAbstract, $"{type} can be extended.");
            foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(p => p.SetMethod?.IsPublic == true && !filled.Contains(type)))
            {
                Assert.True(
                    property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()
                        .Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)),
                    $"{type}.{property.Name} can be set.");
            }

            Assert.All(
                type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static),
                f => Assert.True(f.IsLiteral || f.IsInitOnly || type.IsEnum, $"{type}.{f.Name} can be set."));
        }
    }

    [Fact]
    public void PublicTypes_WithParse_HaveTryParse()
    {
        // TrustedAuthority is a pair of two values that each have both; a DnsServer is read in three forms, from a
        // person's configuration only.
        Type[] exempt = [typeof(TrustedAuthority), typeof(DnsServer)];
        foreach (Type type in PublicTypes().Except(exempt).Where(t => t.GetMethod("Parse", [typeof(string)]) is not null))
        {
            Assert.NotNull(type.GetMethods().FirstOrDefault(m => m.Name == "TryParse"));
        }
    }

    /// <summary>A verdict with five outcomes must not read as yes or no by accident.</summary>
    [Fact]
    public void Verdict_HasNoBooleanOfItsOwnValidity()
    {
        Assert.DoesNotContain(
            typeof(Verdict).GetMethods(BindingFlags.Public | BindingFlags.Static),
            m => m.Name is "op_Implicit" or "op_Explicit" or "op_True");
        Assert.DoesNotContain(
            PublicTypes().SelectMany(t => t.GetProperties()), p => p.Name.StartsWith("IsValid", StringComparison.Ordinal));
        Assert.Equal(VerdictOutcome.Indeterminate, default);
    }

    /// <summary>Anyone who says what is known of commitments, without its having been verified, has read the word.</summary>
    [Fact]
    public void PublicMembers_ThatSkipCommitments_BearUnsafeInTheirNames()
    {
        MethodInfo[] makers = [.. PublicTypes().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.ReturnType == typeof(HeldEvidence))];
        Assert.NotEmpty(makers);
        Assert.All(
            makers.Where(m => m.GetParameters().Any(p => Mentions(p.ParameterType, typeof(CommitmentEvidence)))),
            m => Assert.EndsWith("Unsafe", m.Name, StringComparison.Ordinal));

        using SoftwareSigningKey key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var claim = new CommitmentClaim(OrganizationIdentifier.Parse("https://society.example"), key.PublicKey, []);
        foreach (MethodInfo maker in makers.Where(m => m.GetParameters().Length == 0))
        {
            var evidence = (HeldEvidence)maker.Invoke(null, null)!;
            Assert.Equal(
                maker.Name.Contains("Unsafe", StringComparison.Ordinal),
                evidence.ForCommitment(claim, CommitmentRules.Default, default).Outcome != CommitmentOutcome.Unavailable);
        }
    }

    private static bool Mentions(Type type, Type wanted) => type == wanted || type.GetGenericArguments().Any(t => Mentions(t, wanted));

    [Fact]
    public void PublicNames_AreNotOfTheEmptySort() => Assert.DoesNotContain(
        PublicTypes(), t => t.Name.EndsWith("Manager", StringComparison.Ordinal)
            || t.Name.EndsWith("Helper", StringComparison.Ordinal)
            || t.Name.EndsWith("Util", StringComparison.Ordinal));

    private static IEnumerable<Type> PublicTypes() => Packages.SelectMany(a => a.GetExportedTypes());

    private static IEnumerable<string> BeyondTheFramework(Assembly assembly)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !File.Exists(Path.Combine(framework, n + ".dll")))
            .Order(StringComparer.Ordinal);
    }
}
