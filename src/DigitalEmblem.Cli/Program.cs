using DigitalEmblem.Cli;

return await EmblemCommand.RunAsync(args, CommandContext.OfProcess());
