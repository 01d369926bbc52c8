namespace DigitalEmblem.Cli.Output;

/// <summary>The code of a finding in the colour of its severity. Codes are the same in every language.</summary>
internal static class FindingMarkup
{
    public static string Code(Finding finding)
    {
        string colour = finding.Severity switch { FindingSeverity.Failure => "red", FindingSeverity.Warning => "yellow", _ => "grey" };
        return $"[{colour}]{finding.Code}[/]";
    }
}
