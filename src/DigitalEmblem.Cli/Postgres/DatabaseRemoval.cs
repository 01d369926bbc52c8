using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>Removes the sign in the comment on a database, and says what that does not do.</summary>
internal static class DatabaseRemoval
{
    public static async Task<int> RunAsync(PostgresAddress address, CommandContext context, CancellationToken cancellationToken)
    {
        using var progress = new Progress(context, () => $"Asking the database");
        (string where, bool wasThere, DateTimeOffset? expires) = await DatabaseMarking.RemoveAsync(address, cancellationToken);
        if (!wasThere)
        {
            context.Say($"There is no sign in the comment on the database {where}, so nothing was removed.");
            return ExitCode.NotFound;
        }

        context.Say($"Removed the sign in the comment on the database {where}");
        context.Say(SignText.CopiesOf(expires));
        return ExitCode.Done;
    }
}
