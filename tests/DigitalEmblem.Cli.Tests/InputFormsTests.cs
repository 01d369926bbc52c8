using System.Globalization;
using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>The table of spec/input.md, row by row. A form that is taken for nothing is a host that is told to be unmarked.</summary>
public sealed partial class InputFormsTests
{
    private static readonly (string Form, int Exit, string Says)[] Table = [.. File.ReadLines(
        Path.Combine(Repository.Root, "spec", "input.md"))
        .Select(l => Row().Match(l)).Where(m => m.Success)
        .Select(m => (m.Groups["form"].Value, int.Parse(m.Groups["exit"].Value, CultureInfo.InvariantCulture), m.Groups["says"].Value))];

    public static TheoryData<string> Forms => [.. Table.Select(r => r.Form)];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Verify_EachFormOfTheSpecification_EndsAsItSays(string form)
    {
        (_, int exit, string says) = Table.Single(r => r.Form == form);
        using var command = new Command();
        (int code, string output, string error) = command.Run("verify", command.Write("input", InputForms.All[form]), "--assume-committed");
        Assert.True(exit == code, $"{form}: exit code {code} and not {exit}\n{output}{error}");
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Specification_HasARowForEachForm() =>
        Assert.Equal(InputForms.All.Keys.Order(StringComparer.Ordinal), Table.Select(r => r.Form).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| `(?<form>[^`]+)` \|[^|]+\| (?<exit>\d) [^|]*\|( ""(?<says>[^""|]*)"")? ?\|$", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
