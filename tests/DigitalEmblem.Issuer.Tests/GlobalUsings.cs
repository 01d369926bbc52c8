global using DigitalEmblem.TestSupport;
global using DigitalEmblem.TestSupport.Servers;
