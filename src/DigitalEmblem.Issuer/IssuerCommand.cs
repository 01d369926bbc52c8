using System.CommandLine;
using DigitalEmblem.Issuer.Commands;

namespace DigitalEmblem.Issuer;

/// <summary>The words of the issuer's command line.</summary>
internal static class IssuerCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="args">The words.</param>
    public static Task<int> RunAsync(string[] args) => CommandLine.RunAsync("issuer", Create(), args);

    public static RootCommand Create() => new("Keeps, renews, publishes and withdraws the digital emblems of an organization, and "
        + "endorses others.\n\nSettings come from the file that --config or ISSUER_CONFIG names, or else "
        + "/etc/emblem-issuer/issuer.json, then ISSUER__Section__Name=value in the environment, "
        + "then --Section:Name=value.")
    {
        SetupCommand.Create(),
        ServeCommand.Create(),
        MigrateCommand.Create(),
        AccessCommand.Create(),
        NamesCommand.Create(),
        DataCommand.Create(),
        WithdrawCommand.Create(),
        CommitmentCommand.Create(),
        AcmeCommand.Create(),
        SettingsCommand.Create(),
        JournalCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        ReportCommand.Create(),
        IncidentCommand.Create(),
        DrillCommand.Create(),
        CheckPageCommand.Create(),
    };
}
