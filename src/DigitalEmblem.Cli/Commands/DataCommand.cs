using System.CommandLine;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data</c>: signs that lie beside data, and are checked without a network.</summary>
internal static class DataCommand
{
    private static Sentence Description => $"""
        Marks files, folders and archives, and checks marked ones without a network, in a profile of this project. The drafts on digital
        emblems mark hosts, and no other program reads these signs yet (spec/data-emblem.md).

        A marked folder has its sign in a folder .adem; a marked file NAME has it in NAME.adem beside it; a marked archive has it as a
        member. The marked files stay as they are.
        'mark' signs what lies there, file by file; 'place' signs a folder or a PostgreSQL database as a place, whatever lies there.

        To mark, you need a key and the endorsements above it in one bundle: 'emblem demo' shows how they are made. Where an issuer
        service has the key, 'prepare' and 'attach' take their place.

        You found .adem, NAME.adem or DIGITAL-EMBLEM-NOTICE.txt: anyone can copy or write such files. 'emblem data check PATH' says what
        the sign is worth. Rely on it only if the first line is "Marked", you named the authority that you trust
        (--trust-authority), and no commitment was assumed. Any other answer does not say that the data are unprotected.

        Examples:
          emblem data mark records --with endorsements.bundle --key emblem.pem --issuer https://society.example --purpose protective
          emblem data check records --trust-authority https://ministry.example --chain fullchain.pem
        """;

    public static Command Create(CommandContext context) => new("data", Speech.Text(Description))
    {
        DataMarkCommand.Create(context),
        DataPlaceCommand.Create(context),
        DataCheckCommand.Create(context),
        DataUpdateCommand.Create(context),
        DataRemoveCommand.Create(context),
        DataFindCommand.Create(context),
        DataPrepareCommand.Create(context),
        DataAttachCommand.Create(context),
        DataPointCommand.Create(context),
    };
}
